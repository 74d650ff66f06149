//! The words of the pages in every language: complete, with the same slots, used, and easy where
//! that is the language. How a page looks is not looked at.

use crate::completeness::page_text;
use crate::folder::Folder;
use dom_query::Document;
use iju_check::check::{self, Checked};
use iju_check::diagnostic::{Diagnostics, Files, render};
use iju_check::page::{self, Words};
use iju_check::source;
use iju_check::wire::names::names;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What is told of the words in a folder, without the folder's own name.
fn told(folder: &Folder) -> String {
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    let words = Words::load(folder.path(), &mut files, &mut problems).unwrap();
    assert_eq!(words.is_some(), problems.is_empty(), "words with a problem are words");
    let all: Vec<String> = problems.sorted().iter().map(|one| render(&files, one)).collect();
    all.join("").replace(&format!("{}/", folder.path().display()), "")
}

/// Words with one change, and what the first line of every problem must be.
fn assert_told(test: &str, changes: &[(&str, &str, &str)], expected: &[&str]) {
    let folder = Folder::copy_of("www/words", test);
    for (file, find, replace) in changes {
        folder.replace(file, find, replace).unwrap();
    }
    let told = told(&folder);
    let first: Vec<&str> = told.lines().filter(|line| line.contains(": error[")).collect();
    let matches = first.len() == expected.len()
        && first.iter().zip(expected).all(|(line, ending)| line.ends_with(ending));
    assert!(matches, "{test}: expected {expected:?}, told was\n{told}");
}

#[test]
fn the_shipped_words_are_complete() {
    assert_eq!(told(&Folder::copy_of("www/words", "words-shipped")), "");
}

#[test]
fn a_key_that_a_language_lacks_or_has_alone_is_told() {
    assert_told(
        "words-missing",
        &[("en.yaml", "  skip.results: Go to the programmes and results\n", "")],
        &["error[missing-word]: the word `skip.results` is missing"],
    );
    assert_told(
        "words-extra",
        &[("easy.yaml", "  join.or: か\n", "  join.or: か\n  join.nor: も\n")],
        &["error[unknown-word]: the word `join.nor` is not among those of `ja`"],
    );
    // The same for a new word of the original, in each other language.
    let others = fs::read_dir(root().join("www/words")).unwrap().count() - 1;
    assert_told(
        "words-new",
        &[("ja.yaml", "  join.or: か\n", "  join.or: か\n  join.nor: も\n")],
        &vec!["the word `join.nor` is missing"; others],
    );
}

#[test]
fn a_slot_that_the_original_does_not_have_is_told() {
    assert_told(
        "words-slot",
        &[("en.yaml", "  size: \"({n})\"", "  size: \"({m})\"")],
        &["error[unknown-slot]: `size` has no slot `m`"],
    );
    assert_told("words-dropped", &[("en.yaml", "  size: \"({n})\"", "  size: some")], &[]);
}

#[test]
fn an_empty_word_is_told_unless_it_is_meant() {
    assert_told(
        "words-empty",
        &[("en.yaml", "  era: \"\"\n", "  era:\n")],
        &["error[empty-text]: the text is empty"],
    );
}

#[test]
fn words_that_are_not_easy_are_told() {
    assert_told(
        "words-easy",
        &[("easy.yaml", "  change: 変《か》える\n", "  change: なお、見る\n")],
        &["`なお` is not easy", "`見` has no reading"],
    );
    assert_told(
        "words-list",
        &[("easy.yaml", " 12月《がつ》\n", " 12月\n")],
        &["error[not-easy]: `月` has no reading"],
    );
    assert_told(
        "words-ja",
        &[("ja.yaml", "  change: 変える\n", "  change: 変《か》える\n")],
        &["error[reading]: a reading stands in `easy` alone"],
    );
}

#[test]
fn words_whose_markup_is_wrong_are_told() {
    assert_told(
        "words-unmarked",
        &[("en.yaml", "rules ([[要綱]])", "rules (要綱)")],
        &["error[unmarked-japanese]: `要綱` is Japanese, but not in `[[]]`"],
    );
    assert_told(
        "words-unpaired",
        &[("en.yaml", "rules ([[要綱]])", "rules ([[要綱)")],
        &[
            "`[[` without its `]]` in `The conditions and amounts are summaries of the sources above. \
             Please check the official content in the city's rules ([[要綱) and at the desk.`",
        ],
    );
    assert_told(
        "words-marked",
        &[("ja.yaml", "  change: 変える\n", "  change: \"[[変える]]\"\n")],
        &["error[marked-japanese]: `[[` or `]]` in a Japanese text"],
    );
    assert_told(
        "words-kanji",
        &[("en.yaml", "kanji: no\n", "")],
        &["error[missing-key]: the key `kanji` is missing here"],
    );
}

fn words(folder: &Path) -> Words {
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    Words::load(folder, &mut files, &mut problems).unwrap().unwrap()
}

fn rules(folder: &Path) -> Checked {
    let (mut files, mut problems) = (Files::default(), Diagnostics::default());
    check::load(folder, &mut files, &mut problems).unwrap().unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_language_of_a_city_without_words_is_told_at_the_city() {
    let folder = Folder::copy_of("www/words", "words-without-easy");
    fs::remove_file(folder.path().join("easy.yaml")).unwrap();
    let mut problems = Diagnostics::default();
    let rules = rules(&root().join("rules")).rules;
    words(folder.path()).cover(&rules, &mut problems);
    let told: Vec<String> = problems.sorted().into_iter().map(|one| one.message).collect();
    let languages = rules.cities.iter().flat_map(|city| &city.languages);
    let cities = languages.filter(|language| language.text == "easy").count();
    assert!(cities > 1, "{cities} cities have the language");
    assert_eq!(told, vec!["the pages have no words in `easy`"; cities]);
}

#[test]
fn a_template_that_says_what_is_no_word_or_fills_no_slot_gives_no_page() {
    let (rules, words) =
        (rules(&root().join("tests/broken/base")), words(&root().join("www/words")));
    for (find, replace, told) in [
        ("say(\"skip.results\")", "say(\"skip.result\")", "no word `skip.result`"),
        ("say(\"list.title\", n=", "say(\"list.title\", m=", "the slot `n` of `list.title`"),
    ] {
        let templates = Folder::copy_of("www", "templates");
        templates.replace("pages/page.html", find, replace).unwrap();
        let failed = page::build(&rules, &words, templates.path(), None).unwrap_err();
        assert!(failed.to_string().contains(told), "{failed}");
    }
}

/// What the author says in a requirement and in each below it, by id.
fn said<'a>(requirement: &'a source::Requirement, all: &mut BTreeMap<&'a str, &'a str>) {
    let says = requirement.says.as_ref().map_or("", |says| says.in_language("ja"));
    all.insert(&requirement.id.text, says);
    if let source::Rule::Group { members, .. } = &requirement.rule {
        members.iter().for_each(|member| said(member, all));
    }
}

/// The values of an attribute at what a selector finds, in the order of the markup.
fn ids(page: &Document, selector: &str, attribute: &str) -> Vec<String> {
    let found = page.select(selector);
    found.iter().map(|one| one.attr(attribute).unwrap().to_string()).collect()
}

/// The ids and sentences of a card's requirements, as the page shows them.
fn shown_requirements(page: &Document, card: &str) -> Vec<(String, String)> {
    let rows = ids(page, &format!("{card} [data-js-requirement]"), "data-js-requirement");
    let says = page.select(&format!("{card} [data-js-requirement] > p > [data-js-says]"));
    let says = says.iter().map(|row| row.text().to_string());
    rows.into_iter().zip(says).collect()
}

#[test]
fn a_card_shows_every_id_that_a_report_of_its_programme_names() {
    let words = words(&root().join("www/words"));
    let mut compared = 0;
    for folder in ["rules", "tests/cases"] {
        let checked = rules(&root().join(folder));
        let pages = page::build(&checked, &words, &root().join("www"), None).unwrap();
        for (source, city) in checked.rules.cities.iter().zip(&checked.cities) {
            let page = Document::from(&*pages[&Path::new(&source.id).join("index.html")]);
            for (year, named) in source.years.iter().zip(names(city).years) {
                let mut says = BTreeMap::new();
                year.groups.iter().for_each(|group| said(group, &mut says));
                year.programmes.iter().for_each(|one| said(&one.requires, &mut says));
                for (programme, named_programme) in year.programmes.iter().zip(named.programmes) {
                    let card = format!("#p-{}-{}", year.fiscal_year, programme.id.text);
                    let expected = named_programme.requirements.into_iter();
                    let expected: Vec<(String, String)> = expected
                        .map(|one| (one.id.clone(), says[one.id.as_str()].to_owned()))
                        .collect();
                    assert_eq!(shown_requirements(&page, &card), expected, "{card}");
                    let parts = named_programme.parts.into_iter().map(|part| part.id);
                    let shown = ids(&page, &format!("{card} [data-js-part]"), "data-js-part");
                    assert_eq!(shown, parts.collect::<Vec<_>>(), "{card}");
                    for reading in
                        ids(&page, &format!("{card} [data-js-reading]"), "data-js-reading")
                    {
                        let known = named.readings.iter().find(|one| one.id == reading).unwrap();
                        let block = format!("{card} [data-js-reading=\"{reading}\"]");
                        let choices = format!("{block} [data-js-reading-choice]");
                        assert_eq!(ids(&page, &choices, "data-js-reading-choice"), known.choices);
                    }
                    compared += expected.len();
                }
            }
        }
    }
    assert!(compared > 200, "{compared} requirements");
}

/// The cities' rules, and their pages made of one template.
fn pages_of(test: &str, template: &str) -> (Checked, page::Pages) {
    let templates = Folder::empty(test);
    templates.write("pages/page.html", template);
    templates.write("pages/start.html", "");
    let browsers = fs::read_to_string(root().join("www/browsers.json")).unwrap();
    templates.write("browsers.json", &browsers);
    let (rules, words) = (rules(&root().join("rules")), words(&root().join("www/words")));
    let pages = page::build(&rules, &words, templates.path(), None).unwrap();
    (rules, pages)
}

/// The amounts of `tests/data/yen.json`, by which the script is tested too: each with its text in Japanese and in
/// English.
fn yen_cases() -> Vec<(String, BTreeMap<&'static str, String>)> {
    let text = fs::read_to_string(root().join("tests/data/yen.json")).unwrap();
    let file: serde_json::Value = serde_json::from_str(&text).unwrap();
    let cases = file["cases"].as_array().unwrap().iter().map(|case| {
        let text = |key: &str| case[key].as_str().unwrap().to_owned();
        let written = ["ja", "en"].map(|language| (language, text(language)));
        (text("amount"), BTreeMap::from(written))
    });
    cases.collect()
}

#[test]
fn amounts_are_written_as_the_script_writes_them() {
    let cases = yen_cases();
    assert!(cases.len() > 10, "{} amounts", cases.len());
    let lines: Vec<String> =
        cases.iter().map(|(amount, _)| format!("{{{{ '{amount}'|yen }}}}")).collect();
    let (rules, pages) = pages_of("yen", &lines.join("|"));
    for city in &rules.rules.cities {
        for (language, folder) in [("ja", ""), ("en", "en")] {
            let page = &pages[&Path::new(&city.id).join(folder).join("index.html")];
            let body = Document::from(&**page).select("body").text().to_string();
            let written: Vec<&str> = body.trim().split('|').collect();
            let expected: Vec<&str> = cases.iter().map(|(_, of)| &*of[language]).collect();
            assert_eq!(written, expected, "{language}");
        }
    }
}

#[test]
fn days_years_and_yen_are_written_as_each_language_does() {
    let figures = "{% for day in ['2025-08-05', '2019-05-01', '2026-04-20'] %}{{ day|day }} {% endfor %}\
                   {{ 2025|fiscal_year }} {{ '600000'|yen }} {{ '2960000/3'|yen }} {{ '123000'|yen }}";
    let (rules, pages) = pages_of("figures", figures);
    let cities = rules.rules.cities.iter();
    for (city, language) in cities.flat_map(|city| city.languages.iter().map(move |of| (city, of)))
    {
        let (folder, expected) = match &*language.text {
            "ja" => (
                "",
                "令和7年（2025年）8月5日 令和元年（2019年）5月1日 令和8年（2026年）4月20日 \
                 令和7年度（2025年度） 60万円 986,666円 12万3000円",
            ),
            "easy" => (
                "easy",
                "2025年=ねん8月=がつ5日=いつか 2019年=ねん5月=がつ1日=ついたち \
                 2026年=ねん4月=がつ20日=はつか 2025年度=ねんど \
                 60万円=まんえん 986,666円=えん 12万=まん3000円=えん",
            ),
            "en" => (
                "en",
                "August 5, 2025 May 1, 2019 April 20, 2026 \
                 fiscal 2025 600,000 yen 986,666 yen 123,000 yen",
            ),
            other => panic!("how are days, years and yen written in `{other}`?"),
        };
        let page = &pages[&Path::new(&city.id).join(folder).join("index.html")];
        let body = Document::from(&**page).select("body").inner_html().to_string();
        let body = body.replace("<ruby>", "").replace("</rt></ruby>", "");
        assert_eq!(body.replace("<rt aria-hidden=\"true\">", "="), expected);
    }
}

/// The made-up town's rules and words with Chinese as a second language, whose id no shipped language has; each
/// text in it is `搬家补助`, but for a name with a Japanese term.
fn in_chinese() -> (Folder, Folder) {
    let rules = Folder::copy_of("tests/broken/base", "chinese-rules");
    let year = ["grant", "rent", "rulebook"].map(|name| format!("town/2025/{name}.yaml"));
    for file in ["facts.yaml", "town/city.yaml"].into_iter().chain(year.iter().map(|name| &**name))
    {
        let text = fs::read_to_string(rules.path().join(file)).unwrap();
        rules.write(file, &text.replace("{ ja: ", "{ chinese: 搬家补助, ja: "));
    }
    let [grant, ..] = &year;
    for (file, find, replace) in [
        ("town/city.yaml", "languages: [ja]", "languages: [ja, chinese]"),
        (grant, "name: { chinese: 搬家补助,", "name: { chinese: \"[[移住支援金]]（搬家补助）\","),
        (
            grant,
            "counted)\"\n      source: page",
            "counted)\"\n      source: { source: page, at: 3条 }",
        ),
    ] {
        rules.replace(file, find, replace).unwrap();
    }
    let words = Folder::copy_of("www/words", "chinese-words");
    let english = fs::read_to_string(words.path().join("en.yaml")).unwrap();
    words.write("chinese.yaml", &english);
    for (file, find, replace) in [
        ("chinese.yaml", "\n  lang: en\n", "\n  lang: zh\n"),
        ("chinese.yaml", "kanji: no\n", "kanji: yes\n"),
        ("chinese.yaml", "  unknown: \"I don't know\"\n", "  unknown: 不知道\n"),
    ] {
        words.replace(file, find, replace).unwrap();
    }
    for entry in fs::read_dir(words.path()).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        let name = if file == "easy.yaml" { "中国語《ちゅうごくご》" } else { "中文" };
        let next = "  language.en: ";
        let new = format!("  language.chinese: {name}\n{next}");
        words.replace(&file, next, &new).unwrap();
    }
    (rules, words)
}

#[test]
fn on_a_chinese_page_only_what_the_data_marks_is_japanese() {
    let (rules_folder, words_folder) = in_chinese();
    assert_eq!(told(&words_folder), "");
    let (rules, words) = (rules(rules_folder.path()), words(words_folder.path()));
    let mut problems = Diagnostics::default();
    words.cover(&rules.rules, &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    let pages = page::build(&rules, &words, &root().join("www"), None).unwrap();
    let page = Document::from(&*pages[Path::new("town/chinese/index.html")]);
    assert_eq!(&*page.select("html").attr("lang").unwrap(), "zh");
    let texts = |selector: &str| -> BTreeSet<String> {
        page.select(selector).iter().map(|one| one.text().to_string()).collect()
    };
    // Terms in the texts; a place in a Japanese document; questions in Japanese for the desk; the link.
    let of_the_desk = ["ほかの条件は何ですか", "加算は1人ごとですか", "町に住み続ける人であること"];
    // Words of the sheet and of desk mode that the staff reads.
    let of_the_sheet =
        ["相談シート", "職員の欄", "受付日", "担当", "次にすること", "市の答えによる"];
    let expected = ["移住支援金", "要綱", "3条", "日本語"].into_iter();
    let expected = expected.chain(of_the_desk).chain(of_the_sheet);
    assert_eq!(texts("body [lang=ja]"), expected.map(str::to_owned).collect());
    assert_eq!(
        &*page.select("#p-2025-grant [data-js-name]").inner_html(),
        "<span lang=\"ja\">移住支援金</span>（搬家补助）"
    );
    assert!(texts("legend").contains("搬家补助") && texts(".choice").contains("不知道"));
}

#[test]
fn every_word_of_the_pages_is_used() {
    let read = |folder: &str| -> String {
        let entries = fs::read_dir(root().join(folder)).unwrap().flatten();
        entries.filter_map(|entry| fs::read_to_string(entry.path()).ok()).collect()
    };
    let (templates, script) = (page_text(".html", &[]), page_text(".js", &[]));
    let figures = read("src/page");
    let words = fs::read_to_string(root().join("www/words/ja.yaml")).unwrap();
    let mut used_by = &templates;
    let mut unused = Vec::new();
    for line in words.lines() {
        match line {
            "script:" => used_by = &script,
            "slots:" => break,
            _ => {}
        }
        let Some((key, _)) = line.strip_prefix("  ").and_then(|line| line.split_once(": ")) else {
            continue;
        };
        let head = key.rsplit_once('.').map_or(key, |(head, _)| head);
        let ways = [format!("\"{key}\""), format!("\"{head}.\" ~")];
        // The script puts some together: `open.count${…}`.
        let mut starts = key.chars().scan("`".to_owned(), |start, next| {
            start.push(next);
            Some(format!("{start}${{"))
        });
        let is_used = ways.iter().any(|way| used_by.contains(way))
            || starts.any(|start| used_by.contains(&start));
        if !key.starts_with('#') && !is_used && !figures.contains(&format!("\"{key}\"")) {
            unused.push(key.to_owned());
        }
    }
    assert!(unused.is_empty(), "no template and no script says {unused:?}");
}
