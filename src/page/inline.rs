//! The parts of a page besides its text: the engine, the city's compiled rules, the styles, the
//! script, and the policy that allows this script and these styles only. It renders no text and
//! runs no engine.

use super::{PageError, because};
use crate::rulebook::{City, CityRules};
use crate::wire::{compiled, names};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::fs;
use std::io::Write;
use std::path::Path;
use typed_index_collections::TiVec;
use wasm_encoder::{CustomSection, Section};
use zopfli::{Format, Options};

/// The built parts of a page, the same for every city.
#[derive(Debug)]
pub struct Parts {
    /// Runs before the page is drawn.
    first_script: String,
    script: String,
    style: String,
    /// The styles of the page on which a city is chosen.
    cities_style: String,
    /// The engine, packed.
    engine: String,
    /// SHA-256 of the engine, in hexadecimal.
    engine_hash: String,
}

impl Parts {
    /// Reads the scripts, the styles and `engine.wasm` from a folder, and compresses the engine.
    ///
    /// # Errors
    /// If a file cannot be read, or if the script or the styles contain the end of their own element.
    pub fn read(folder: &Path) -> Result<Parts, PageError> {
        let text = |name: &str| {
            let path = folder.join(name);
            let found = fs::read_to_string(&path);
            found.map_err(|cause| because(format!("cannot read {}", path.display()))(&cause))
        };
        let wasm = folder.join("engine.wasm");
        let engine = fs::read(&wasm);
        let engine =
            engine.map_err(|cause| because(format!("cannot read {}", wasm.display()))(&cause))?;
        let parts = Parts {
            first_script: text("first.js")?,
            script: text("app.js")?,
            style: text("app.css")?,
            cities_style: text("cities.css")?,
            engine: pack_tightly(&engine)?,
            engine_hash: hash(&engine),
        };
        let scripts = [&parts.first_script, &parts.script];
        let ends = scripts.iter().any(|one| one.contains("</script") || one.contains("<!--"));
        let styles = [&parts.style, &parts.cities_style];
        if ends || styles.iter().any(|one| one.contains("</style")) {
            let cause = "it holds text that would end its own element".to_owned();
            return Err(PageError { what: "a script or a style of the pages".to_owned(), cause });
        }
        Ok(parts)
    }
}

/// The parts of one page.
#[derive(Debug, Default)]
pub(super) struct Inlined {
    pub(super) first_script: String,
    pub(super) script: String,
    pub(super) style: String,
    /// The engine without rules, packed. It is the same in every page.
    pub(super) engine: String,
    /// The custom section with the city's compiled rules, packed. Appended to the engine, it gives
    /// the city's WebAssembly module.
    pub(super) rules: String,
    /// The ids behind a report's numbers, as JSON.
    pub(super) names: String,
    pub(super) policy: String,
    /// SHA-256 of the city's compiled rules followed by their ids, in hexadecimal.
    pub(super) rules_hash: String,
    /// SHA-256 of the engine without rules, in hexadecimal.
    pub(super) engine_hash: String,
}

/// The engine, rules, script and styles of a city's page.
pub(super) fn inline(city: &City, parts: Option<&Parts>) -> Result<Inlined, PageError> {
    let rules = compiled::encode(city).map_err(|cause| because("cannot compile")(&cause))?;
    let names = serde_json::to_string(&names::names(city));
    let names = names.map_err(|cause| because("cannot write the ids")(&cause))?;
    let rules_hash = hash(&[rules.as_slice(), names.as_bytes()].concat());
    let Some(parts) = parts else {
        return Ok(Inlined { policy: policy(&[], None), rules_hash, ..Inlined::default() });
    };
    Ok(Inlined {
        // A `<` could end the element that holds the ids.
        names: names.replace('<', "\\u003c"),
        first_script: parts.first_script.clone(),
        script: parts.script.clone(),
        style: parts.style.clone(),
        engine: parts.engine.clone(),
        rules: pack(&section(&rules))?,
        policy: policy(&[&parts.first_script, &parts.script], Some(&parts.style)),
        rules_hash,
        engine_hash: parts.engine_hash.clone(),
    })
}

/// The custom section of a WebAssembly module that holds compiled rules.
fn section(rules: &[u8]) -> Vec<u8> {
    let section =
        CustomSection { name: Cow::Borrowed(compiled::SECTION), data: Cow::Borrowed(rules) };
    let mut bytes = Vec::new();
    section.append_to(&mut bytes);
    bytes
}

/// Bytes in the form in which a page holds them: base64 of a zlib stream. A page must be text, and
/// the host's own compression finds nothing in base64. `www/edge/module.js` unpacks it.
fn pack(bytes: &[u8]) -> Result<String, PageError> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    let stream = encoder.write_all(bytes).and_then(|()| encoder.finish());
    let stream = stream.map_err(|cause| because("cannot compress")(&cause))?;
    Ok(STANDARD.encode(stream))
}

/// The same in fewer bytes, which takes a second: for the engine, which is packed once for all pages.
fn pack_tightly(bytes: &[u8]) -> Result<String, PageError> {
    let mut stream = Vec::new();
    let packed = zopfli::compress(Options::default(), Format::Zlib, bytes, &mut stream);
    packed.map_err(|cause| because("cannot compress")(&cause))?;
    Ok(STANDARD.encode(stream))
}

/// SHA-256, in hexadecimal.
fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A short fingerprint of a city's questions in asking order. A code of answers contains it, so a page
/// refuses codes made for other questions or for another city.
pub(super) fn schema(city: &City, questions: &[&str]) -> Result<String, PageError> {
    let facts = CityRules { years: TiVec::new(), ..city.rules().clone() };
    let facts = City::new(facts).map_err(|cause| because("cannot name the questions")(&cause))?;
    let facts = compiled::encode(&facts).map_err(|cause| because("cannot compile")(&cause))?;
    let names = serde_json::to_string(&names::names(city).facts);
    let names = names.map_err(|cause| because("cannot name the questions")(&cause))?;
    let asked = [&*city.rules().id, &*names, &*questions.join(" ")].join("\n");
    let asked = [facts, asked.into_bytes()].concat();
    let digest = Sha256::digest(asked);
    Ok(digest.iter().take(3).map(|byte| format!("{byte:02x}")).collect())
}

/// The styles of the page on which a city is chosen, which has no script.
pub(super) fn style_only(parts: Option<&Parts>) -> Inlined {
    let style = parts.map_or_else(String::new, |parts| parts.cities_style.clone());
    Inlined { policy: policy(&[], Some(&style)), style, ..Inlined::default() }
}

/// A policy that allows these scripts, one style and no connection. A picture may be inside the page
/// itself: the icon in its head.
fn policy(scripts: &[&str], style: Option<&str>) -> String {
    let hashed = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let mut allowed: Vec<String> = scripts.iter().map(|script| hashed(script)).collect();
    allowed.push(if scripts.is_empty() { "'none'" } else { "'wasm-unsafe-eval'" }.to_owned());
    let script = allowed.join(" ");
    let style = style.map_or_else(|| "'none'".to_owned(), hashed);
    format!(
        "default-src 'none'; script-src {script}; style-src {style}; img-src data:; \
         connect-src 'none'; worker-src 'none'; frame-src 'none'; object-src 'none'; \
         base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; \
         trusted-types 'none'"
    )
}

#[cfg(test)]
mod tests {
    use super::schema;
    use crate::calendar::Day;
    use crate::possible::Options;
    use crate::rulebook::{City, CityRules, Fact, Kind};
    use typed_index_collections::{TiVec, ti_vec};

    fn named(city: &str, options: [&str; 2], last: &str) -> String {
        let fact = |id: &str, kind| Fact {
            id: id.to_owned(),
            kind,
            choosable: Options::NONE,
            no_plan: None,
            behind: None,
            together: None,
        };
        let day = |text| Day::parse(text).unwrap().number();
        let options = options.map(str::to_owned).to_vec().into();
        let date = Kind::Date { first: day("1990-01-01"), last: day(last) };
        let facts = ti_vec![fact("plan", Kind::Choice { options }), fact("moved_on", date)];
        let city = City::new(CityRules { id: city.to_owned(), facts, years: TiVec::new() });
        schema(&city.unwrap(), &["plan", "moved_on"]).unwrap()
    }

    #[test]
    fn a_code_of_answers_belongs_to_one_city_with_the_same_options_and_bounds() {
        let usual = named("town", ["stays", "goes"], "2100-12-31");
        assert_eq!(named("town", ["stays", "goes"], "2100-12-31"), usual);
        let opposite = named("town", ["goes", "stays"], "2100-12-31");
        assert_ne!(opposite, usual, "an answer would mean its opposite");
        assert_ne!(named("town", ["stays", "goes"], "2099-12-31"), usual);
        let elsewhere = named("city", ["stays", "goes"], "2100-12-31");
        assert_ne!(elsewhere, usual, "an answer would be about another city");
    }
}
