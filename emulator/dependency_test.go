package emulator_test

import (
	"fmt"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

const blockers = shop + "/issues/1/dependencies/blocked_by"

func TestDependenciesOverREST(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	by := func(issue string) string { return `{"issue_id":` + idOf(t, e, issue) + `}` }
	told(t, e, "passer-by", "POST "+blockers, by("acme/shop#2"), 403)
	told(t, e, "tess", "POST "+blockers, by("acme/shop#2"), 201)
	told(t, e, "tess", "POST "+blockers, by("acme/shop#2"), 422)
	told(t, e, "tess", "POST "+blockers, by("acme/shop#1"), 422)
	told(t, e, "tess", "POST "+blockers, by("acme/shop#3"), 422)
	told(t, e, "tess", "POST "+shop+"/issues/2/dependencies/blocked_by", by("acme/shop#1"), 422)
	told(t, e, "tess", "POST "+blockers, by("elsewhere/hidden#1"), 404)
	told(t, e, "anna", "POST "+blockers, by("acme/cart#1"), 201)
	told(t, e, "tess", "POST "+blockers, by("elsewhere/library#1"), 201)
	told(t, e, "tess", "PATCH "+shop+"/issues/2", `{"state":"closed"}`, 200)

	want(t, "anna sees", told(t, e, "anna", "GET "+blockers, "", 200).each(t, "title"), []string{"Upgrade the shop", "Upgrade the cart", "Upgrade the library"})
	want(t, "tess sees", told(t, e, "tess", "GET "+blockers, "", 200).each(t, "title"), []string{"Upgrade the shop", "Upgrade the library"})
	want(t, "from the other end", told(t, e, "", "GET "+shop+"/issues/2/dependencies/blocking", "", 200).each(t, "number"), []string{"1"})
	counted := fmt.Sprint(told(t, e, "tess", "GET "+shop+"/issues/1", "", 200).object(t)["issue_dependencies_summary"])
	if counted != "map[blocked_by:2 blocking:0 total_blocked_by:3 total_blocking:0]" {
		t.Errorf("the summary is %s", counted)
	}
	want(t, "webhooks", events(e, "issue_dependencies"), []string{
		"blocked_by_added", "blocking_added", "blocked_by_added", "blocking_added", "blocked_by_added", // the app is not in elsewhere
	})

	told(t, e, "tess", "DELETE "+blockers+"/"+idOf(t, e, "acme/cart#1"), "", 404)
	told(t, e, "anna", "DELETE "+blockers+"/"+idOf(t, e, "acme/cart#1"), "", 200)
	told(t, e, "anna", "DELETE "+blockers+"/"+idOf(t, e, "acme/cart#1"), "", 404)
	want(t, "left", told(t, e, "anna", "GET "+blockers, "", 200).each(t, "title"), []string{"Upgrade the shop", "Upgrade the library"})
	want(t, "told of the end", events(e, "issue_dependencies")[5:], []string{"blocked_by_removed", "blocking_removed"})
}

func TestDependenciesAreLimited(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	issue := ref(t, "acme/shop#1")
	var last upgrade.Ref
	for n := range 51 {
		made, err := e.OpenIssue("anna", "acme/shop", fmt.Sprint("Blocker ", n), "")
		if err != nil {
			t.Fatal(err)
		}
		last = made
		if err := e.AddBlockedBy("anna", issue, made); (err == nil) != (n < 50) {
			t.Fatalf("blocker %d: %v", n+1, err)
		}
	}
	if err := e.AddBlockedBy("anna", ref(t, "acme/shop#2"), last); err != nil {
		t.Errorf("another issue has room: %v", err)
	}
}

func TestSubIssuesOverREST(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	path := shop + "/issues/1"
	child := func(issue, more string) string { return `{"sub_issue_id":` + idOf(t, e, issue) + more + `}` }
	told(t, e, "anna", "POST "+path+"/sub_issues", child("acme/cart#1", ""), 201)
	told(t, e, "anna", "POST "+path+"/sub_issues", child("acme/shop#6", ""), 201)
	told(t, e, "anna", "POST "+path+"/sub_issues", child("acme/shop#6", ""), 422)
	told(t, e, "anna", "POST "+path+"/sub_issues", child("elsewhere/library#1", ""), 422)
	told(t, e, "anna", "POST "+path+"/sub_issues", `{}`, 404)
	told(t, e, "passer-by", "POST "+path+"/sub_issues", child("acme/shop#7", ""), 403)
	numbers := func(login string) []string {
		return told(t, e, login, "GET "+path+"/sub_issues", "", 200).each(t, "title")
	}
	want(t, "anna sees", numbers("anna"), []string{"Upgrade the shop", "Upgrade the cart", "Old wish"})
	want(t, "tess sees", numbers("tess"), []string{"Upgrade the shop", "Old wish"})
	told(t, e, "anna", "PATCH "+path+"/sub_issues/priority", child("acme/shop#6", `,"before_id":`+idOf(t, e, "acme/shop#2")), 200)
	told(t, e, "anna", "PATCH "+path+"/sub_issues/priority", child("acme/shop#2", `,"after_id":`+idOf(t, e, "acme/cart#1")), 200)
	want(t, "in their new order", numbers("anna"), []string{"Old wish", "Upgrade the cart", "Upgrade the shop"})

	told(t, e, "", "GET "+path+"/parent", "", 404)
	parent := told(t, e, "", "GET "+shop+"/issues/2/parent", "", 200).object(t)
	summary := fmt.Sprint(parent["sub_issues_summary"])
	if parent["number"] != 1.0 || summary != "map[completed:1 percent_completed:33 total:3]" {
		t.Errorf("the parent is %v with %s", parent["number"], summary)
	}
	told(t, e, "anna", "POST "+shop+"/issues/7/sub_issues", child("acme/shop#2", ""), 422)
	told(t, e, "anna", "POST "+shop+"/issues/7/sub_issues", child("acme/shop#2", `,"replace_parent":true`), 201)
	told(t, e, "anna", "DELETE "+path+"/sub_issue", child("acme/shop#2", ""), 404)
	told(t, e, "anna", "DELETE "+path+"/sub_issue", child("acme/shop#6", ""), 200)
	want(t, "left", numbers("anna"), []string{"Upgrade the cart"})
}
