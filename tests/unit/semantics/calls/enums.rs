//! Patterns on the enums of a file.

use std::fs::File;
use std::io::{self, Read};
use std::net::TcpStream;
use std::path::PathBuf;

enum Source {
    Path(PathBuf),
    Open { file: File, from: Option<PathBuf> },
}

use Source as Renamed;

type Alias = Source;

struct Input {
    source: Source,
}

fn by_value(source: Source) {
    match source {
        Source::Path(path) => path.exists(), //~ Path::exists
        Source::Open { file, .. } => file.sync_all().is_ok(), //~ File::sync_all, Result::is_ok
    };
}

fn through_a_field(input: &mut Input, buffer: &mut [u8]) -> io::Result<usize> {
    match &mut input.source {
        Source::Open { file, from: Some(from) } if from.is_file() => file.read(buffer), //~ Path::is_file, Read::read
        Source::Open { ref mut file, .. } => file.read(buffer), //~ Read::read
        _ => Ok(0),
    }
}

fn renamed(one: Renamed, other: Alias) {
    if let Renamed::Open { file, .. } = one {
        file.sync_data(); //~ File::sync_data
    }
    let Source::Path(path) = other else { return };
    path.metadata(); //~ Path::metadata
}

fn matching(input: &Input) -> bool {
    matches!(&input.source, Source::Path(path) if path.exists()) //~ Path::exists
        || matches!(TcpStream::connect(("a", 1)), Ok(stream) if stream.nodelay().is_ok()) //~ TcpStream::connect, TcpStream::nodelay, Result::is_ok
        || matches! { input.source, Source::Open { .. }, }
}
