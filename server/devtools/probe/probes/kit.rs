//! What every probe stands on: the answer it gives, and how the answer is printed.
//!
//! A probe says with `?` what leads up to the call in question, and with `seen` or `value` what
//! the call itself did. A value has to be the same wherever the call works: an address without its
//! port, a comparison instead of a time.

#![allow(dead_code)]

use std::any::Any;
use std::fmt::{Debug, Display};
use std::io;
use std::path::PathBuf;

pub use std::process::ExitCode;

/// What the call in question did, or the step before it that failed.
pub type Probed = Result<Seen, Setup>;

pub enum Seen {
    Ok(String),
    Err {
        kind: String,
        raw: String,
        message: String,
    },
    /// The probe is over when `main` returns this.
    Exit(ExitCode),
}

pub struct Setup(String);

impl<E: Debug> From<E> for Setup {
    fn from(error: E) -> Self {
        Setup(format!("{error:?}"))
    }
}

/// The call in question returned `result`.
pub fn seen<T: Debug, E: Display + 'static>(result: Result<T, E>) -> Probed {
    Ok(match result {
        Ok(value) => Seen::Ok(format!("{value:?}")),
        Err(error) => match (&error as &dyn Any).downcast_ref::<io::Error>() {
            Some(error) => Seen::Err {
                kind: format!("{:?}", error.kind()),
                raw: format!("{:?}", error.raw_os_error()),
                message: error.to_string(),
            },
            None => Seen::Err {
                kind: "(not io::Error)".into(),
                raw: "None".into(),
                message: error.to_string(),
            },
        },
    })
}

/// The call in question cannot fail and gave `value`.
pub fn value(value: impl Debug) -> Probed {
    Ok(Seen::Ok(format!("{value:?}")))
}

/// The probe is over when `main` returns `code`.
pub fn exit(code: ExitCode) -> Probed {
    Ok(Seen::Exit(code))
}

/// The folder that the host granted, as an absolute path.
pub fn root() -> PathBuf {
    std::env::var_os("PROBE_ROOT").expect("PROBE_ROOT is set by the runner").into()
}

/// Print the line that the runner reads, on its own line whatever was printed before.
pub fn report(fields: &[&str]) {
    let line: Vec<String> = fields.iter().map(|field| field.replace(['\n', '\t'], " ")).collect();
    println!("\nprobe\t{}", line.join("\t"));
}

/// Run `probe` and print its answer.
pub fn run_probe(probe: fn() -> Probed) -> ExitCode {
    match probe() {
        Ok(Seen::Ok(value)) => report(&["ok", &value]),
        Ok(Seen::Err { kind, raw, message }) => report(&["err", &kind, &raw, &message]),
        Ok(Seen::Exit(code)) => return code,
        Err(Setup(error)) => report(&["setup", &error]),
    }
    ExitCode::SUCCESS
}
