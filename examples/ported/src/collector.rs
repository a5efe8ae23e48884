//! The connection to the collector.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

pub struct Collector {
    stream: TcpStream,
}

impl Collector {
    pub fn connect(address: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_write_timeout(Some(Duration::from_secs(5)))?;
        Ok(Collector { stream })
    }

    pub fn send(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.stream, "{line}")
    }

    /// Waits until the collector says that it has everything.
    pub fn finish(&mut self) -> io::Result<()> {
        self.stream.shutdown(Shutdown::Write)?;
        let mut answer = String::new();
        BufReader::new(&self.stream).read_line(&mut answer)?;
        match answer.trim() {
            "ok" => Ok(()),
            other => Err(io::Error::other(format!("the collector answered {other:?}"))),
        }
    }
}
