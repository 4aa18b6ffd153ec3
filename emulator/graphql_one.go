package emulator

import "github.com/graph-gophers/graphql-go"

// one is a value of any interface or union of the schema: one of the objects
// below. The library asks it by a method for each type that it could be.
type one struct{ is any }

func as[T any](o *one) (T, bool) {
	is, ok := o.is.(T)
	return is, ok
}

// The fields of the interfaces that other objects return are asked for here.

// ID is the node id.
func (o *one) ID() graphql.ID {
	if is, ok := o.is.(interface{ ID() graphql.ID }); ok {
		return is.ID()
	}
	return ""
}

// Login is an account's.
func (o *one) Login() string {
	if is, ok := o.is.(interface{ Login() string }); ok {
		return is.Login()
	}
	return ""
}

// URL is an account's page.
func (o *one) URL() textScalar {
	if is, ok := o.is.(interface{ URL() textScalar }); ok {
		return is.URL()
	}
	return ""
}

// Oid is a git object's.
func (o *one) Oid() textScalar {
	if is, ok := o.is.(interface{ Oid() textScalar }); ok {
		return is.Oid()
	}
	return ""
}

// AbbreviatedOid is the beginning of a git object's.
func (o *one) AbbreviatedOid() string { return string(o.Oid())[:min(7, len(o.Oid()))] }

func (o *one) ToAssignedEvent() (*assignedNode, bool)                { return as[*assignedNode](o) }
func (o *one) ToBlob() (*blobNode, bool)                             { return as[*blobNode](o) }
func (o *one) ToBot() (*botNode, bool)                               { return as[*botNode](o) }
func (o *one) ToClosedEvent() (*closedNode, bool)                    { return as[*closedNode](o) }
func (o *one) ToCommit() (*commitNode, bool)                         { return as[*commitNode](o) }
func (o *one) ToIssue() (*issueNode, bool)                           { return as[*issueNode](o) }
func (o *one) ToIssueComment() (*commentNode, bool)                  { return as[*commentNode](o) }
func (o *one) ToLabel() (*labelNode, bool)                           { return as[*labelNode](o) }
func (o *one) ToMergedEvent() (*mergedNode, bool)                    { return as[*mergedNode](o) }
func (o *one) ToOrganization() (*organizationNode, bool)             { return as[*organizationNode](o) }
func (o *one) ToProjectV2() (*boardNode, bool)                       { return as[*boardNode](o) }
func (o *one) ToProjectV2Field() (*plainFieldNode, bool)             { return as[*plainFieldNode](o) }
func (o *one) ToProjectV2Item() (*itemNode, bool)                    { return as[*itemNode](o) }
func (o *one) ToProjectV2ItemFieldDateValue() (*dateValueNode, bool) { return as[*dateValueNode](o) }

func (o *one) ToProjectV2ItemFieldIterationValue() (*iterationValueNode, bool) {
	return as[*iterationValueNode](o)
}

func (o *one) ToProjectV2ItemFieldLabelValue() (*labelValueNode, bool) { return as[*labelValueNode](o) }

func (o *one) ToProjectV2ItemFieldNumberValue() (*numberValueNode, bool) {
	return as[*numberValueNode](o)
}

func (o *one) ToProjectV2ItemFieldRepositoryValue() (*repositoryValueNode, bool) {
	return as[*repositoryValueNode](o)
}

func (o *one) ToProjectV2ItemFieldSingleSelectValue() (*selectValueNode, bool) {
	return as[*selectValueNode](o)
}

func (o *one) ToProjectV2ItemFieldTextValue() (*textValueNode, bool) { return as[*textValueNode](o) }

func (o *one) ToProjectV2ItemFieldUserValue() (*userValueNode, bool) { return as[*userValueNode](o) }

func (o *one) ToProjectV2IterationField() (*iterationFieldNode, bool) {
	return as[*iterationFieldNode](o)
}

func (o *one) ToProjectV2SingleSelectField() (*selectFieldNode, bool) { return as[*selectFieldNode](o) }
func (o *one) ToPullRequest() (*pullNode, bool)                       { return as[*pullNode](o) }
func (o *one) ToRef() (*refNode, bool)                                { return as[*refNode](o) }
func (o *one) ToReopenedEvent() (*reopenedNode, bool)                 { return as[*reopenedNode](o) }

func (o *one) ToRepository() (*repositoryNode, bool) { return as[*repositoryNode](o) }

func (o *one) ToUnassignedEvent() (*unassignedNode, bool) { return as[*unassignedNode](o) }
func (o *one) ToUser() (*userNode, bool)                  { return as[*userNode](o) }

// ToMannequin is never: users without an account are not emulated.
func (o *one) ToMannequin() (*userNode, bool) { return nil, false }
