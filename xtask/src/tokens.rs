//! The design's values written out in the bundled styles: a token that nothing changes weighs less as
//! what it stands for. It knows no token.

/// The selector of the tokens that nothing changes, before all else in the styles. Those that a host may
/// change stand under another.
const ROOT: &str = ":root{";
const USE: &str = "var(";

/// The styles with every token that stands under [`ROOT`] written out.
///
/// # Errors
/// What is wrong with the styles.
pub(crate) fn write_out(css: &str) -> Result<String, String> {
    let (tokens, rules) = css
        .strip_prefix(ROOT)
        .and_then(|rest| rest.split_once('}'))
        .ok_or_else(|| format!("expected the tokens under `{ROOT}` first"))?;
    let mut written = rules.to_owned();
    for token in tokens.split(';') {
        let (name, value) =
            token.split_once(':').ok_or_else(|| format!("`{token}` is no token"))?;
        if written.contains(&format!("{name}:")) || tokens.matches(&format!("{name}:")).count() > 1
        {
            return Err(format!("`{name}` is set again, so it cannot be written out"));
        }
        written = written.replace(&format!("var({name})"), value.trim());
    }
    let unset = written.split(USE).skip(1).filter_map(|rest| rest.split_once(')'));
    for (name, _) in unset {
        if !written.contains(&format!("{}:", name.trim())) {
            return Err(format!("`{name}` is used and not set"));
        }
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_written_out_and_others_stay() {
        let css = ":root{--red: #f00;--text: 1rem }html{--blue:#00f}a{color:var(--red);\
                   font-size:var(--text)}b{color:var(--blue)}";
        let written = "html{--blue:#00f}a{color:#f00;font-size:1rem}b{color:var(--blue)}";
        assert_eq!(write_out(css).as_deref(), Ok(written));
    }

    #[test]
    fn what_cannot_be_written_out_is_refused() {
        for css in [
            "a{}",
            ":root{--red}a{}",
            ":root{--red:#f00}a{--red:#fff}",
            ":root{--red:#f00}a{color:var(--rde)}",
            ":root{--red:#f00}a{color:var( --red )}",
            ":root{--red:#f00;--red:#fff}a{}",
        ] {
            assert!(write_out(css).is_err(), "{css}");
        }
    }
}
