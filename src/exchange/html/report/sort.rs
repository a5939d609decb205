//! The page's only script: it makes the columns of tables sortable. It is fixed, moves rows that are there and makes no
//! markup of words; the content policy allows it by its hash and nothing else.

/// The script, without anything around it.
pub(crate) const SCRIPT: &str = r#"
"use strict";
for (const table of document.querySelectorAll("table.sorts")) {
  for (const head of table.querySelectorAll("thead th[data-sort]")) {
    const isNumber = head.dataset.sort === "number";
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    const value = row => {
      const cell = row.cells[head.cellIndex];
      return cell.dataset.value ?? cell.textContent.trim();
    };
    const compare = (a, b) => isNumber ? value(a) - value(b) : value(a).localeCompare(value(b));
    button.addEventListener("click", () => {
      const first = isNumber ? "descending" : "ascending";
      const order = head.getAttribute("aria-sort") !== first ? first : isNumber ? "ascending" : "descending";
      for (const other of table.querySelectorAll("thead th[aria-sort]")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", order);
      for (const body of table.tBodies) {
        const rows = [...body.rows].filter(row => !row.classList.contains("group"));
        rows.sort((a, b) => order === "ascending" ? compare(a, b) : compare(b, a));
        body.append(...rows);
      }
    });
  }
}
"#;

/// SHA-256 of the script in base64, as a content policy names it.
pub(crate) const HASH: &str = "ExUTPg0cWy5xaJTNxLo9RHuaToD1ueDJNhSm0DDFlCM=";

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest as _, Sha256};

    fn base64(bytes: &[u8]) -> String {
        const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let letters = bytes.chunks(3).flat_map(|chunk| {
            let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
            (0..4).map(move |at| if at > chunk.len() { b'=' } else { LETTERS[(bits >> (18 - 6 * at) & 63) as usize] })
        });
        letters.map(char::from).collect()
    }

    #[test]
    fn the_policy_names_the_script() {
        assert_eq!(base64(b"Man"), "TWFu");
        assert_eq!(base64(b"Ma"), "TWE=");
        assert_eq!(HASH, base64(&Sha256::digest(SCRIPT)));
        assert!(!SCRIPT.contains("</") && !SCRIPT.contains("innerHTML") && !SCRIPT.contains('\r'));
    }
}
