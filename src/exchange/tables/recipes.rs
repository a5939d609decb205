//! Lines of R and of pandas that load the tables, with the types that the codebook gives their columns.

/// Beside the tables as `byline.py`.
pub(super) const PYTHON: &str = r#"# Loads the tables beside this file: byline["statements"] is a pandas data frame. Words such as NA stay words.
import pathlib, pandas as pd
here, types = pathlib.Path(__file__).parent, {"text": "string", "date": "string", "number": "Int64", "flag": "boolean"}
book = pd.read_csv(here / "codebook.csv", dtype="string", keep_default_na=False).query("record == 'column'")
kinds = {table: dict(zip(columns["id"], columns["type"].map(types))) for table, columns in book.groupby("of")}
blank = {table: {name: [""] for name in kind if kind[name] in ("Int64", "boolean")} for table, kind in kinds.items()}
byline = {t: pd.read_csv(here / f"{t}.csv", dtype=kinds[t], na_values=blank[t], keep_default_na=False) for t in kinds}
"#;

/// Beside the tables as `byline.R`.
pub(super) const R: &str = r#"# Loads the tables in the working directory: byline$statements is a data frame. Words such as NA stay words.
types <- c(text = "character", date = "character", number = "integer", flag = "logical")
read <- function(file, classes) read.csv(file, colClasses = classes, na.strings = character(0), check.names = FALSE, encoding = "UTF-8")
columns <- subset(read("codebook.csv", "character"), record == "column")
classes <- lapply(split(columns, columns$of), function(table) setNames(types[table$type], table$id))
byline <- Map(read, paste0(names(classes), ".csv"), classes)
names(byline) <- names(classes)
"#;
