//! What a change can forget although everything compiles: words and icons of a new member, a report field that
//! no script reads or no browser test names, a word that a script says and no language has, a source of the page
//! that nothing uses, a list without the new city or language. It does not judge what the words say or how a field
//! is shown.

use crate::cities::{all_shipped, dates, made_up_town};
use iju_check::closed_list::ClosedList;
use iju_check::report::{Obstacle, State, Verdict, Window};
use iju_check::rulebook::{Benefit, Every, Grouping, Party, Rule};
use iju_check::source::{Evidence, Level, SourceKind};
use iju_check::wire::named::{NamedAdvice, NamedReport};
use iju_check::wire::shape::{Declaration, Declarations, Shaped};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The language whose page is at a city's bare address.
const FIRST_LANGUAGE: &str = "ja";

/// Files that list every city, because each needs something of its own there.
const LISTS_OF_CITIES: [&str; 11] = [
    "README.md",
    "docs/embedding.md",
    "tests/browser/advice.test.mjs",
    "tests/browser/guide.test.mjs",
    "tests/browser/languages.test.mjs",
    "tests/browser/screens.mjs",
    "tests/browser/share.test.mjs",
    "tests/measure/lighthouse/run.mjs",
    "tests/measure/pace.mjs",
    "tests/measure/questions.rs",
    "tests/measure/speed.mjs",
];

/// Files that list every language of the pages.
const LISTS_OF_LANGUAGES: [&str; 12] = [
    "README.md",
    "docs/accessibility.md",
    "docs/embedding.md",
    "tests/browser/access.test.mjs",
    "tests/browser/languages.test.mjs",
    "tests/browser/published.test.mjs",
    "tests/browser/screens.mjs",
    "tests/browser/trees.test.mjs",
    "tests/browser/units.test.mjs",
    "tests/measure/lighthouse/run.mjs",
    "www/embed/loader.js",
    "www/selfhost/README.txt",
];

/// What a browser loads first, and what `iju site` renders: nothing in `www/` names these.
const ENTRIES: [&str; 7] =
    ["first.js", "main.js", "index.css", "choose-city.css", "plain.css", "page.html", "start.html"];

/// Report fields that no script reads. The static card has them already, the reason why no later day succeeds
/// says the same, or only worked examples are compared with them.
const READ_BY_NO_SCRIPT: [&str; 10] = [
    "NamedReport.best_estimate",
    "NamedProgramme.payer",
    "NamedProgramme.benefit",
    "NamedPart.payer",
    "NamedBest.caps",
    "NamedBestChosen.assuming",
    "NamedBestChosen.needs_plan",
    "NamedAdvice.settles",
    "NamedApply.ends_with_rules",
    "NamedEstimateAdvice.settles",
];

/// Attributes of the templates by which nothing finds an element.
const HOOKS_FOR_NOTHING: [&str; 2] = ["data-js-bar", "data-js-shared-cap"];

/// Classes of the templates without a style.
const WITHOUT_STYLE: [&str; 4] = ["basis", "group", "question--list", "support"];

/// Elements by which the templates part a page into sections.
const SECTIONING: [&str; 7] = ["section", "article", "aside", "nav", "form", "details", "fieldset"];

/// The opening tags of sections that no browser test names by id, class or attribute: the accessibility trees
/// hold their content.
const SECTIONS_SEEN_IN_THE_TREES: [&str; 8] = [
    "details class=\"fold\" data-js-asks-more hidden",
    "fieldset class=\"question person__relation\" {{ about(q, name) }}",
    "fieldset class=\"question person__birth\" {{ about(q, name) }}",
    "section aria-labelledby=\"ways-title\" data-js-ways hidden",
    "fieldset class=\"question\" {{ about(q, name) }}{% if q.skips is defined %} data-js-purpose{% endif %}{% if q.help or is_date or q.kind == \"yen\" %} aria-describedby=\"{{ name }}-help\"{% endif %}",
    "details class=\"start__proof\" data-js-noted",
    "section class=\"topic\" aria-label=\"{{ say(\"form.date_title\") }}\"",
    "section aria-labelledby=\"desk-title\"",
];

/// Report fields that the page reads and no browser test names: the tests look for the text that they become.
const SEEN_AS_TEXT: [&str; 7] = [
    "NamedProgramme.provisional",
    "NamedProgramme.instalments",
    "NamedProgramme.schedule",
    "NamedProgramme.determining",
    "NamedProgramme.stale",
    "NamedDetermining.branches",
    "NamedEstimate.determining",
];

/// Report fields that worked examples cannot expect: the rules state them, examples name them otherwise, or it is
/// advice on changes, which `advice.rs` evaluates again. The `apply` of an estimate is expected in the estimate.
const NOT_EXPECTED: [&str; 14] = [
    "NamedReport.city",
    "NamedReport.on",
    "NamedReport.programmes",
    "NamedReport.questions_left_at_most",
    "NamedProgramme.schedule",
    "NamedProgramme.payer",
    "NamedProgramme.payee",
    "NamedProgramme.benefit",
    "NamedProgramme.is_money",
    "NamedProgramme.requirements",
    "NamedAdvice.plans",
    "NamedAdvice.what_if",
    "NamedAdvice.raises",
    "NamedAdvice.estimate_advice",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

fn name(path: &Path) -> &str {
    path.file_name().unwrap().to_str().unwrap()
}

/// Whether a text contains a word, not as a part of a longer one.
fn has_word(text: &str, word: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    text.split(|character: char| !is_part(character)).any(|found| found == word)
}

/// What a text lacks of a list: the names of its members between a prefix and an ending.
fn lacking<T: ClosedList>(text: &str, prefix: &str, ending: &str) -> Vec<String> {
    let keys = T::names().map(|name| format!("{prefix}{name}{ending}"));
    keys.filter(|key| !text.contains(key)).collect()
}

#[test]
fn every_member_of_a_closed_list_that_the_pages_name_has_its_words() {
    // Every other language has the keys of this one: `a_key_that_a_language_lacks_or_has_alone_is_told`.
    let words = read("www/words/ja.yaml");
    let missing = [
        lacking::<Benefit>(&words, "\n  benefit.", ": "),
        lacking::<Every>(&words, "\n  schedule.", ": "),
        lacking::<Verdict>(&words, "\n  verdict.", ": "),
        lacking::<Window>(&words, "\n  window.", ": "),
        lacking::<State>(&words, "\n  state.", ": "),
        lacking::<Obstacle>(&words, "\n  apply.why.", ": "),
        lacking::<Level>(&words, "\n  framework.", ": "),
    ]
    .concat();
    assert!(missing.is_empty(), "www/words/ja.yaml lacks {missing:?}");
}

#[test]
fn the_reference_names_every_member_of_the_closed_lists() {
    let reference = read("rules/README.md");
    let missing = [
        lacking::<Benefit>(&reference, "`", "`"),
        lacking::<Party>(&reference, "`", "`"),
        lacking::<Evidence>(&reference, "`", "`"),
        lacking::<SourceKind>(&reference, "`", "`"),
        lacking::<Level>(&reference, "`", "`"),
    ]
    .concat();
    assert!(missing.is_empty(), "rules/README.md lacks {missing:?}");
}

#[test]
fn every_mark_has_its_icon() {
    let icons = read("www/components/shared/words.html");
    let missing = [
        lacking::<Verdict>(&icons, "\"verdict.", "\": "),
        lacking::<Window>(&icons, "\"window.", "\": "),
        lacking::<State>(&icons, "\"state.", "\": "),
    ]
    .concat();
    assert!(missing.is_empty(), "www/components/shared/words.html lacks {missing:?}");
}

/// The folders of `www` that the pages are made of.
const PAGE: [&str; 9] = [
    "www/app",
    "www/base",
    "www/components",
    "www/edge",
    "www/entry",
    "www/link",
    "www/pages",
    "www/text",
    "www/visit",
];

/// The text of the page's own files of one kind, without some of them.
pub(crate) fn page_text(ending: &str, without: &[&str]) -> String {
    PAGE.iter().map(|folder| text_of(folder, ending, without)).collect()
}

/// The text of the files of one kind in a folder, without some of them.
fn text_of(folder: &str, ending: &str, without: &[&str]) -> String {
    let files = files_below(&root().join(folder));
    let files = files.iter().filter(|path| name(path).ends_with(ending));
    let files = files.filter(|path| !without.contains(&name(path)));
    files.map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// The page's own scripts, without the files that pass every field of a report on, whether or not anything is
/// done with it.
fn scripts() -> String {
    page_text(".js", &["wire.js", "named.js"])
}

/// The fields of a report and of its advice that a text does not contain as a word.
fn fields_without_a_word_in(text: &str) -> Vec<String> {
    let mut all = Declarations::default();
    NamedReport::shape(&mut all);
    NamedAdvice::shape(&mut all);
    let mut lacking = Vec::new();
    for (name, one) in all.iter() {
        let Declaration::Record(fields) = one else { continue };
        let without = fields.iter().filter(|(field, _)| !has_word(text, field));
        lacking.extend(without.map(|(field, _)| format!("{name}.{field}")));
    }
    lacking
}

#[test]
fn every_field_of_a_report_is_read_by_the_page() {
    let unread = fields_without_a_word_in(&scripts());
    assert_eq!(unread, READ_BY_NO_SCRIPT, "what no script of the page reads");
}

#[test]
fn every_field_that_the_page_reads_is_named_by_a_browser_test() {
    let mut untested = fields_without_a_word_in(&text_of("tests/browser", ".mjs", &[]));
    untested.retain(|field| !READ_BY_NO_SCRIPT.contains(&field.as_str()));
    assert_eq!(untested, SEEN_AS_TEXT, "what no browser test names");
}

#[test]
fn every_word_and_piece_that_a_script_names_exists() {
    let (scripts, words) = (page_text(".js", &[]), read("www/words/ja.yaml"));
    let (_, words) = words.split_once("\nscript:").unwrap();
    let pieces = page_text(".html", &[]);
    let named = |call: &str| -> BTreeSet<String> {
        let call = format!("{call}(\"");
        let calls = scripts.split(&call).skip(1);
        calls.filter_map(|rest| rest.split_once('"')).map(|(name, _)| name.to_owned()).collect()
    };
    let (said, shown) = (named(".say"), named(".piece"));
    assert!(said.len() > 30 && shown.len() > 15, "{said:?} {shown:?}");
    let unknown = said.iter().filter(|key| !words.contains(&format!("\n  {key}: ")));
    let absent = shown.iter().filter(|piece| !pieces.contains(&format!("id=\"piece-{piece}\"")));
    let missing: Vec<_> = unknown.chain(absent).collect();
    assert!(missing.is_empty(), "no word of `script` and no piece is called {missing:?}");
}

#[test]
fn worked_examples_can_expect_every_field_of_a_report() {
    let examples = read("src/examples.rs");
    let reference = read("rules/README.md");
    let (_, reference) = reference.split_once("## Worked examples").unwrap();
    let mut all = Declarations::default();
    NamedReport::shape(&mut all);
    NamedAdvice::shape(&mut all);
    let mut unexpected = Vec::new();
    for name in ["NamedReport", "NamedProgramme", "NamedAdvice", "NamedApply"] {
        let Some(Declaration::Record(fields)) = all.find(name) else { panic!("{name}") };
        for (field, _) in fields {
            if !examples.contains(&format!("\"{field}\"")) {
                unexpected.push(format!("{name}.{field}"));
            } else {
                assert!(has_word(reference, field), "rules/README.md does not name `{field}`");
            }
        }
    }
    assert_eq!(unexpected, NOT_EXPECTED, "what src/examples.rs does not compare");
}

/// Fails unless these are all members of a list.
fn assert_all<T: ClosedList>(used: impl Iterator<Item = T>) {
    let used: BTreeSet<&str> = used.map(ClosedList::name).collect();
    let unused: Vec<&str> = T::names().filter(|name| !used.contains(name)).collect();
    assert!(unused.is_empty(), "nothing in tests/cases uses {unused:?}");
}

#[test]
fn the_made_up_town_uses_every_member_of_the_closed_lists() {
    let years = || made_up_town().rules().years.iter();
    let programmes = || years().flat_map(|year| &year.programmes);
    let amounts = || programmes().filter_map(|programme| programme.amount.as_ref());
    let parts = || amounts().flat_map(|amount| &amount.parts);
    assert_all::<Benefit>(programmes().map(|programme| programme.benefit));
    let payers = programmes().map(|programme| programme.payer);
    assert_all::<Party>(
        payers
            .chain(parts().filter_map(|part| part.payer))
            .chain(programmes().map(|one| one.payee).chain(parts().filter_map(|part| part.payee))),
    );
    assert_all::<Every>(amounts().filter_map(|amount| amount.schedule).map(|one| one.every));
    assert_all::<Grouping>(years().flat_map(|year| &year.requirements).filter_map(|one| {
        match one.rule {
            Rule::Group { how, .. } => Some(how),
            Rule::When(_) | Rule::Desk => None,
        }
    }));
}

#[test]
fn every_source_of_the_page_is_used() {
    let mut unused = Vec::new();
    let files: Vec<_> = PAGE.iter().flat_map(|folder| files_below(&root().join(folder))).collect();
    for path in &files {
        let own = name(path);
        let others = files.iter().filter(|other| *other != path);
        let mut others = others.map(|other| fs::read_to_string(other).unwrap());
        let is_named = others.any(|text| text.contains(&format!("/{own}\"")));
        if !is_named && !ENTRIES.contains(&own) {
            unused.push(path.display().to_string());
        }
    }
    assert!(unused.is_empty(), "no other file of the page names {unused:?}");
}

/// The text of all files in these folders.
fn all_text(folders: &[&str]) -> String {
    let files = folders.iter().flat_map(|folder| files_below(&root().join(folder)));
    files.filter_map(|path| fs::read_to_string(path).ok()).collect()
}

/// The names in markup that follow a text.
fn names_after<'a>(text: &'a str, start: &str) -> BTreeSet<&'a str> {
    let rests = text.split(start).skip(1);
    rests.map(|rest| rest.split(|one| !is_in_name(one)).next().unwrap()).collect()
}

fn is_in_name(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '-' || character == '_'
}

#[test]
fn every_macro_of_the_templates_is_called() {
    let templates = page_text(".html", &[]);
    let macros = names_after(&templates, "{%- macro ");
    assert!(macros.len() > 20, "only {macros:?} were found");
    let is_called = |name: &str| {
        let named = format!("{name}(");
        let rests = templates.split(&named);
        // The last piece is followed by no name; one name is that of the macro itself.
        rests.filter(|before| !before.ends_with(is_in_name)).count() > 2
    };
    let idle: Vec<_> = macros.into_iter().filter(|name| !is_called(name)).collect();
    assert!(idle.is_empty(), "no template calls {idle:?}");
}

#[test]
fn every_hook_of_the_templates_is_used() {
    let templates = page_text(".html", &[]);
    let users = [".js", ".css"].map(|ending| page_text(ending, &[])).concat()
        + &all_text(&["tests/browser"]);
    let used = names_after(&users, "data-js-");
    // The script puts some together: `data-js-sheet-${…}`.
    let begun: Vec<_> =
        used.iter().filter(|name| users.contains(&format!("data-js-{name}${{"))).collect();
    let is_used =
        |hook: &str| used.contains(hook) || begun.iter().any(|start| hook.starts_with(**start));
    let hooks = names_after(&templates, "data-js-").into_iter();
    let unused: Vec<_> =
        hooks.filter(|hook| !is_used(hook)).map(|hook| format!("data-js-{hook}")).collect();
    assert_eq!(unused, HOOKS_FOR_NOTHING, "what no script, style or browser test finds");
}

#[test]
fn every_class_of_the_templates_has_a_style() {
    let templates = page_text(".html", &[]);
    let styles = page_text(".css", &[]);
    let styled = names_after(&styles, ".");
    let classes = templates.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next());
    // A value begins with `{{`, a condition with `{%`; the names of both are no classes.
    let classes = classes.filter(|list| !list.contains('{')).flat_map(str::split_whitespace);
    let classes: BTreeSet<_> = classes.collect();
    let bare: Vec<_> = classes.into_iter().filter(|class| !styled.contains(class)).collect();
    assert_eq!(bare, WITHOUT_STYLE, "what no style of the page names");
}

/// The names by which a browser test can find an element: its id, its classes and its attributes for scripts.
fn handles(tag: &str) -> Vec<String> {
    let ids = names_after(tag, " id=\"").into_iter().map(|id| format!("#{id}"));
    let hooks = names_after(tag, "data-js-").into_iter().map(|hook| format!("data-js-{hook}"));
    let classes = tag.split("class=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let classes = classes.flat_map(str::split_whitespace).map(|class| format!(".{class}"));
    ids.chain(hooks).chain(classes).collect()
}

/// The opening tags of all sections of the templates.
pub(crate) fn sections() -> Vec<String> {
    let templates = page_text(".html", &[]);
    let tags = templates.split('<').skip(1).filter_map(|rest| rest.split('>').next());
    let is_section =
        |tag: &&str| SECTIONING.iter().any(|name| tag.split(' ').next() == Some(*name));
    tags.filter(is_section).map(str::to_owned).collect()
}

#[test]
fn every_section_of_the_templates_is_named_by_a_browser_test() {
    let tests = all_text(&["tests/browser"]);
    let sections = sections();
    assert!(sections.len() > 15, "only {sections:?} were found");
    let names =
        |handle: &String| tests.split(handle).skip(1).any(|rest| !rest.starts_with(is_in_name));
    let unnamed: Vec<_> = sections.iter().filter(|tag| !handles(tag).iter().any(names)).collect();
    assert_eq!(unnamed, SECTIONS_SEEN_IN_THE_TREES, "what no browser test names");
}

#[test]
fn every_screen_of_the_page_is_visited() {
    let (templates, visits) = (page_text(".html", &[]), read("tests/browser/screens.mjs"));
    let screens = names_after(&templates, "data-js-screen=\"");
    assert!(screens.len() > 3, "only {screens:?} were found");
    let unseen: Vec<_> = screens.into_iter().filter(|screen| !has_word(&visits, screen)).collect();
    assert!(unseen.is_empty(), "tests/browser/screens.mjs does not visit {unseen:?}");
}

#[test]
fn every_list_of_cities_has_every_city() {
    let mut missing = Vec::new();
    for file in LISTS_OF_CITIES {
        let text = read(file);
        let cities = all_shipped().iter().map(|city| &city.rules().id);
        let lacks = cities.filter(|city| !has_word(&text, city));
        missing.extend(lacks.map(|city| format!("{file} lacks {city}")));
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_city_has_a_programme_as_a_plain_function() {
    let functions = all_text(&["tests/native/oracle"]);
    let cities = all_shipped().iter().map(|city| &city.rules().id);
    let lacking: Vec<_> =
        cities.filter(|city| !functions.contains(&format!("\"{city}\""))).collect();
    assert!(lacking.is_empty(), "no file of tests/native/oracle names {lacking:?}");
}

#[test]
fn every_list_of_languages_has_every_language() {
    let mut missing = Vec::new();
    for file in LISTS_OF_LANGUAGES {
        let text = read(file);
        for path in files_below(&root().join("www/words")) {
            let language = path.file_stem().unwrap().to_str().unwrap();
            let forms = ["\"", "`", "/"].map(|quote| format!("{quote}{language}{quote}"));
            let is_listed = forms.iter().any(|form| text.contains(form))
                || text.contains(&format!("/{language}\""));
            if language != FIRST_LANGUAGE && !is_listed {
                missing.push(format!("{file} lacks {language}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_dates_of_the_property_tests_are_in_every_year() {
    for city in all_shipped() {
        for book in &city.rules().years {
            let year = i32::from(book.fiscal_year);
            let is_tested = dates().iter().any(|date| date.fiscal_year() == year);
            assert!(is_tested, "`DATES` in tests/native/cities.rs has no day in {year}");
        }
    }
}
