//! What becomes the target of a link on a page: the addresses of sources, and telephone numbers. It
//! calls nobody and opens no address.

use super::reader::Reader;
use fluent_uri::Uri;
use marked_yaml::Node;

impl Reader<'_> {
    /// The address of a page on the web.
    pub(super) fn web_address(&mut self, node: &Node) -> Option<String> {
        let word = self.word(node)?;
        let copy = "copy it from the address bar of a browser, which writes every other character \
                    as `%…`";
        let (found, help) = match Uri::parse(word.text.as_str()) {
            Err(error) => {
                let rest = word.text.get(error.index()..).unwrap_or_default();
                let found = rest.chars().next().map_or("its end".into(), |one| format!("`{one}`"));
                let at = word.text.chars().count().saturating_sub(rest.chars().count());
                (format!("{found} as character {}", at.saturating_add(1)), Some(copy.to_owned()))
            }
            Ok(uri) if !matches!(uri.scheme().as_str(), "http" | "https") => {
                (format!("`{}:` at its beginning", uri.scheme()), None)
            }
            Ok(uri) => match uri.authority() {
                Some(authority) if authority.has_userinfo() => ("a name before `@`".into(), None),
                Some(authority) if !authority.host().is_empty() => return Some(word.text),
                Some(_) | None => ("no name of a server".into(), None),
            },
        };
        let message = format!(
            "`{}` is no address of a web page: expected https:// or http://, a server and a path, \
             found {found}",
            word.text
        );
        self.problems.add_with_help(word.place, "address", message, help);
        None
    }

    /// A telephone number.
    pub(super) fn phone(&mut self, node: &Node) -> Option<String> {
        let word = self.word(node)?;
        let digits = word.text.strip_prefix('+').unwrap_or(&word.text);
        let groups: Vec<&str> = digits.split('-').collect();
        let is_group =
            |group: &&str| !group.is_empty() && group.bytes().all(|one| one.is_ascii_digit());
        if groups.iter().all(is_group) {
            return Some(word.text);
        }
        let message = format!(
            "`{}` is not a telephone number: expected half-width digits and `-`, such as \
             000-000-0000",
            word.text
        );
        let help = "write an extension or hours into `note` or `hours`".to_owned();
        self.problems.add_with_help(word.place, "phone", message, Some(help));
        None
    }
}
