//! The development server: axum and tower-http serve `dist/` to this machine only, and list no
//! folder. It is not meant for publishing. It follows symbolic links; `cargo xtask site` puts none
//! into `dist/`.

use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::workspace::Failure;

/// The port to try first.
pub(crate) const DEFAULT_PORT: u16 = 8000;

/// How many ports to try.
const ATTEMPTS: u16 = 100;

/// Serves `folder` until it is stopped. The address is the last line printed.
///
/// # Errors
/// If the folder is missing, no port is free, or the server stops.
pub(crate) fn serve(folder: &Path, port: u16) -> Result<(), Failure> {
    if !folder.is_dir() {
        return Err(Failure::new("there is no dist/: run `cargo xtask site` first"));
    }
    let stopped = |cause: io::Error| Failure::new(format!("the server stopped: {cause}"));
    let listener = listen(port)?;
    println!("serve: http://{}/ (Ctrl+C stops it)", listener.local_addr().map_err(stopped)?);
    answer(listener, folder).map_err(stopped)
}

/// Listens on the first free port from `port` on.
fn listen(port: u16) -> Result<TcpListener, Failure> {
    let last = port.saturating_add(ATTEMPTS.saturating_sub(1));
    (port..=last)
        .find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok())
        .ok_or_else(|| Failure::new(format!("no port from {port} to {last} is free")))
}

/// Answers requests with the files below `folder`.
fn answer(listener: TcpListener, folder: &Path) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    listener.set_nonblocking(true)?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, files(folder)).await
    })
}

/// The files below `folder`, none of which the browser may keep: the next build may change them.
fn files(folder: &Path) -> Router {
    let header =
        |name, value| SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value));
    Router::new()
        .fallback_service(ServeDir::new(folder))
        .layer(header(CACHE_CONTROL, "no-store"))
        .layer(header(X_CONTENT_TYPE_OPTIONS, "nosniff"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::{SocketAddr, TcpStream};
    use std::path::PathBuf;
    use std::thread;

    /// The parent of `dist/` in these tests, which holds a file that must not be served.
    struct Outside(PathBuf);

    impl Outside {
        /// A folder of its own for the test of this name.
        fn new(test: &str) -> Outside {
            let name = format!("iju-serve-{test}-{}", std::process::id());
            let outside = std::env::temp_dir().join(name);
            std::fs::create_dir_all(outside.join("dist/oita/empty")).unwrap();
            for (file, text) in [
                ("secret.txt", "secret"),
                ("dist-before.txt", "secret"),
                ("dist/oita/index.html", "<p>大分"),
                ("dist/embed.js", "let a;"),
                ("dist/hashes.txt", "00"),
                ("dist/oita.zip", "PK"),
            ] {
                std::fs::write(outside.join(file), text).unwrap();
            }
            Outside(outside)
        }

        /// Serves `dist/` as long as the tests run.
        fn serve(&self) -> SocketAddr {
            let listener = listen(0).unwrap();
            let address = listener.local_addr().unwrap();
            let dist = self.0.join("dist");
            thread::spawn(move || answer(listener, &dist).unwrap());
            address
        }
    }

    impl Drop for Outside {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    /// The whole response. The path is sent as it is; an HTTP client would normalise it.
    fn ask(server: SocketAddr, method: &str, path: &str) -> String {
        let mut stream = TcpStream::connect(server).unwrap();
        write!(stream, "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").unwrap();
        let mut response = Vec::new();
        stream.read_to_end(&mut response).unwrap();
        String::from_utf8(response).unwrap()
    }

    fn status(response: &str) -> &str {
        response.split(' ').nth(1).unwrap_or_default()
    }

    #[test]
    fn a_file_is_sent_with_its_type_and_is_not_kept() {
        let outside = Outside::new("file");
        let server = outside.serve();
        for (path, kind, text) in [
            ("/oita/", "text/html", "<p>大分"),
            ("/oita/index.html", "text/html", "<p>大分"),
            ("/%6fita/index.html?a=/../b", "text/html", "<p>大分"),
            ("/embed.js", "text/javascript", "let a;"),
            ("/hashes.txt", "text/plain", "00"),
            ("/oita.zip", "application/zip", "PK"),
        ] {
            let response = ask(server, "GET", path);
            assert_eq!(status(&response), "200", "{path}");
            assert!(response.ends_with(&format!("\r\n\r\n{text}")), "{response}");
            for header in [
                format!("content-type: {kind}\r\n"),
                "cache-control: no-store\r\n".to_owned(),
                "x-content-type-options: nosniff\r\n".to_owned(),
            ] {
                assert!(response.contains(&header), "{path} lacks {header}: {response}");
            }
        }
    }

    #[test]
    fn nothing_outside_the_folder_is_sent() {
        let outside = Outside::new("outside");
        let server = outside.serve();
        for path in [
            "/../secret.txt",
            "/oita/../../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/..%5csecret.txt",
            "/oita/%2e%2e/%2e%2e/secret.txt",
            "//../secret.txt",
            "/../dist-before.txt",
            "/%2e%2e/dist-before.txt",
            "/%00",
            "/%",
            "/%zz",
            "/%ff",
            "/missing",
            "*",
            "secret.txt",
        ] {
            let response = ask(server, "GET", path);
            assert!(status(&response) >= "400", "{path}: {response}");
            assert!(!response.contains("secret"), "{path}: {response}");
        }
    }

    #[test]
    fn a_folder_is_never_listed() {
        let outside = Outside::new("list");
        let server = outside.serve();
        let moved = ask(server, "GET", "/oita");
        assert_eq!(status(&moved), "307", "{moved}");
        assert!(moved.contains("location: /oita/\r\n"), "{moved}");
        for path in ["/", "/oita/empty/", "/embed.js/"] {
            assert_eq!(status(&ask(server, "GET", path)), "404", "{path}");
        }
    }

    #[test]
    fn only_reading_is_allowed() {
        let outside = Outside::new("method");
        let server = outside.serve();
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"] {
            assert_eq!(status(&ask(server, method, "/embed.js")), "405", "{method}");
        }
        let head = ask(server, "HEAD", "/embed.js");
        assert_eq!(status(&head), "200");
        assert!(head.ends_with("\r\n\r\n"), "{head}");
    }

    #[test]
    fn a_taken_port_is_passed_over_and_only_this_machine_is_served() {
        let listening = [listen(DEFAULT_PORT), listen(DEFAULT_PORT)].map(Result::unwrap);
        let [first, second] = listening.each_ref().map(|one| one.local_addr().unwrap());
        assert_ne!(first.port(), second.port());
        assert!(first.ip().is_loopback() && second.ip().is_loopback());
    }
}
