//! A static server for `dist/`, reachable from this machine only.
//! It lists no folder, follows nothing out of its root, and is not meant for publishing.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};

use tiny_http::{Header, Method, Request, Response, Server};

use crate::workspace::Failure;

/// The port to try first.
pub(crate) const DEFAULT_PORT: u16 = 8000;

/// How many ports to try.
const ATTEMPTS: u16 = 100;

/// What to answer a request.
#[derive(Debug, PartialEq, Eq)]
enum Answer {
    File { path: PathBuf, kind: &'static str },
    Moved { to: String },
    NotFound,
    NotAllowed,
}

/// Serves `folder` until it is stopped. The address is the last line printed.
pub(crate) fn serve(folder: &Path, port: u16) -> Result<(), Failure> {
    let root = folder
        .canonicalize()
        .map_err(|_| Failure::new("there is no dist/: run `cargo xtask site` first"))?;
    let listener = listen(port)?;
    let address =
        listener.local_addr().map_err(|cause| Failure::new(format!("no address: {cause}")))?;
    let server = Server::from_listener(listener, None)
        .map_err(|cause| Failure::new(format!("the server does not start: {cause}")))?;
    println!("serve: http://{address}/ (Ctrl+C stops it)");
    for request in server.incoming_requests() {
        let answer = answer(&root, request.method(), request.url());
        if let Err(cause) = respond(request, &answer) {
            eprintln!("serve: a visitor went away: {cause}");
        }
    }
    Ok(())
}

/// Listens on the first free port from `port` on.
fn listen(port: u16) -> Result<TcpListener, Failure> {
    let last = port.saturating_add(ATTEMPTS.saturating_sub(1));
    (port..=last)
        .find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok())
        .ok_or_else(|| Failure::new(format!("no port from {port} to {last} is free")))
}

fn respond(request: Request, answer: &Answer) -> std::io::Result<()> {
    match answer {
        Answer::File { path, kind } => match fs::read(path) {
            Ok(bytes) => send(request, 200, bytes, &[("Content-Type", kind)]),
            Err(_) => send_text(request, 404, "not found"),
        },
        Answer::Moved { to } => send(request, 301, Vec::new(), &[("Location", to)]),
        Answer::NotFound => send_text(request, 404, "not found"),
        Answer::NotAllowed => send_text(request, 405, "only GET and HEAD"),
    }
}

fn send_text(request: Request, status: u16, text: &str) -> std::io::Result<()> {
    let kind = ("Content-Type", "text/plain; charset=utf-8");
    send(request, status, format!("{text}\n").into_bytes(), &[kind])
}

fn send(
    request: Request,
    status: u16,
    bytes: Vec<u8>,
    headers: &[(&str, &str)],
) -> std::io::Result<()> {
    let mut response = Response::from_data(bytes).with_status_code(status);
    let always = [("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff")];
    for (name, value) in headers.iter().chain(&always) {
        if let Ok(header) = Header::from_bytes(*name, *value) {
            response.add_header(header);
        }
    }
    request.respond(response)
}

fn answer(root: &Path, method: &Method, url: &str) -> Answer {
    if !matches!(method, Method::Get | Method::Head) {
        return Answer::NotAllowed;
    }
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let Some(found) = locate(root, path) else {
        return Answer::NotFound;
    };
    if found.is_dir() {
        if !path.ends_with('/') {
            return Answer::Moved { to: format!("{path}/") };
        }
        return file(found.join("index.html"));
    }
    if path.ends_with('/') { Answer::NotFound } else { file(found) }
}

fn file(path: PathBuf) -> Answer {
    let kind = content_type(&path);
    if path.is_file() { Answer::File { path, kind } } else { Answer::NotFound }
}

/// The file or folder that a request path names, if it is below `root`.
fn locate(root: &Path, path: &str) -> Option<PathBuf> {
    let mut found = root.to_path_buf();
    // An empty segment is refused, since a path that starts with `//` names another host.
    for segment in path.strip_prefix('/')?.split_terminator('/') {
        let name = decode(segment)?;
        let hidden = name.starts_with('.');
        if name.is_empty() || hidden || name.contains(['/', '\\', ':', '\0']) {
            return None;
        }
        found.push(name);
    }
    let found = found.canonicalize().ok()?;
    found.starts_with(root).then_some(found)
}

/// Undoes percent-encoding; none if it is malformed or not UTF-8.
fn decode(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = hex_digit(rest.next()?)?;
            let low = hex_digit(rest.next()?)?;
            bytes.push(high << 4 | low);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("zip") => "application/zip",
        Some("wasm") => "application/wasm",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// This crate's folder stands for `dist/`: it has a file, a folder and a folder of files.
    fn root() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).canonicalize().unwrap()
    }

    fn get(url: &str) -> Answer {
        answer(&root(), &Method::Get, url)
    }

    #[test]
    fn a_file_is_found_below_the_root() {
        let path = root().join("src/serve.rs");
        let kind = "application/octet-stream";
        assert_eq!(get("/src/serve.rs"), Answer::File { path: path.clone(), kind });
        assert_eq!(get("/src/%73erve.rs?a=/../b#c"), Answer::File { path, kind });
    }

    #[test]
    fn nothing_is_found_outside_the_root() {
        for url in [
            "/../Cargo.toml",
            "/src/../../Cargo.toml",
            "/%2e%2e/Cargo.toml",
            "/..%2fCargo.toml",
            "/..%5cCargo.toml",
            "/src/%2e%2e/%2e%2e/Cargo.toml",
            "//../Cargo.toml",
            "//src",
            "/src//serve.rs",
            "/.git/config",
            "/%00",
            "/%",
            "/%zz",
            "/%ff",
            "",
            "*",
            "Cargo.toml",
        ] {
            assert_eq!(get(url), Answer::NotFound, "{url}");
        }
    }

    #[test]
    fn a_link_out_of_the_root_is_not_followed() {
        let outside = std::env::temp_dir().join(format!("iju-serve-{}", std::process::id()));
        let inside = outside.join("dist");
        fs::create_dir_all(&inside).unwrap();
        fs::write(outside.join("secret.txt"), "secret").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(outside.join("secret.txt"), inside.join("link.txt")).unwrap();
        let found = answer(&inside.canonicalize().unwrap(), &Method::Get, "/link.txt");
        fs::remove_dir_all(&outside).unwrap();
        assert_eq!(found, Answer::NotFound);
    }

    #[test]
    fn a_folder_is_never_listed() {
        assert_eq!(get("/src"), Answer::Moved { to: "/src/".to_owned() });
        assert_eq!(get("/src/"), Answer::NotFound);
        assert_eq!(get("/Cargo.toml/"), Answer::NotFound);
    }

    #[test]
    fn only_reading_is_allowed() {
        assert_eq!(answer(&root(), &Method::Post, "/Cargo.toml"), Answer::NotAllowed);
        assert_eq!(answer(&root(), &Method::Head, "/src/"), Answer::NotFound);
    }

    #[test]
    fn a_page_is_sent_as_utf8() {
        assert_eq!(content_type(Path::new("oita/index.html")), "text/html; charset=utf-8");
        assert_eq!(content_type(Path::new("engine.wasm")), "application/wasm");
        assert_eq!(content_type(Path::new("unknown")), "application/octet-stream");
    }

    #[test]
    fn a_taken_port_is_passed_over() {
        let first = listen(DEFAULT_PORT).unwrap();
        let second = listen(DEFAULT_PORT).unwrap();
        assert_ne!(first.local_addr().unwrap(), second.local_addr().unwrap());
    }
}
