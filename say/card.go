package say

import "fmt"

// FieldNotWritable is the answer when a field of the board cannot be written.
func FieldNotWritable(field Quoted) string {
	return fmt.Sprintf("The field %s of the board cannot be written at the moment, so nothing was changed. Please repeat the command once the board is mended.", field.Code())
}

// OptionMissing is the answer to a value that the board does not offer. The app never adds options.
func OptionMissing(option, field Quoted) string {
	return fmt.Sprintf("%s is not an option of the field %s on the board. Somebody who looks after the board can add it; then please repeat the command.", option.Code(), field.Code())
}

// ColumnMissing is the answer to a command that names no column.
func ColumnMissing() string { return "This command needs a column of the board, and none is given." }

// ColumnUnknown is the answer to words that are no column; meant is the command
// probably meant, zero if there is none.
func ColumnUnknown(columns []Quoted, meant Quoted) string {
	return fmt.Sprintf("The board has no such column. It has %s.", codes(columns, len(columns))) + didYouMean(meant)
}

// ColumnAmbiguous is the answer to words that several columns are called by.
func ColumnAmbiguous(columns []Quoted) string {
	return fmt.Sprintf("This fits more than one column: %s.", codes(columns, len(columns)))
}

// ColumnComesFromClosing is the answer to the wish to see an open issue in the last column.
func ColumnComesFromClosing(column Quoted) string {
	return fmt.Sprintf("The issue is open, and %s is for those that are closed. Closing the issue moves the card there.", column.Code())
}

// ColumnSet is the answer to a card that is moved.
func ColumnSet(column Quoted) string {
	return fmt.Sprintf("Done, the card is in the column %s.", column.Code())
}

// OwnerMissing is the answer to a command that names not exactly one owner.
func OwnerMissing() string { return "This command needs one team or one person." }

// OwnerElsewhere is the answer to a team of another organisation than the repository's.
func OwnerElsewhere(organisation Quoted) string {
	return fmt.Sprintf("The owner of this repository can be a team of %s or a person.", organisation.Code())
}

// OwnerUnknown is the answer to a name that is no team, no person and no option
// of the board; meant is the command probably meant, zero if there is none.
func OwnerUnknown(meant Quoted) string {
	return "No team or person of this name was found." + didYouMean(meant)
}

// OwnerSet is the answer to an owner that is laid down.
func OwnerSet(owner Quoted) string { return fmt.Sprintf("Done, the owner is %s.", owner.Code()) }

// OwnerIs tells on the child who owns the repository.
func OwnerIs(owner Quoted, word Word) string { return fmt.Sprintf("Owner %s%s.", owner.Code(), word) }
