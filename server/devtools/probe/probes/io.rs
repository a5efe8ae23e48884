//! std::io

use std::fs::{self, File};
use std::io::{self, BufRead, IoSlice, IoSliceMut, IsTerminal, Read, Seek, Write};

//@ io.stdin.read_line = std::io::Stdin::read_line
fn probe() -> Probed {
    let mut line = String::new();
    seen(io::stdin().read_line(&mut line).map(|_| line))
}

//@ io.stdin.lock = std::io::Stdin::lock
fn probe() -> Probed {
    let mut text = String::new();
    seen(io::stdin().lock().read_to_string(&mut text))
}

//@ io.stdin.read_buf = std::io::Stdin bytes
fn probe() -> Probed {
    value(io::stdin().bytes().count())
}

//@ io.read_to_string = std::io::read_to_string
fn probe() -> Probed {
    seen(io::read_to_string(io::stdin()))
}

//@ io.stdout.write = std::io::Stdout::write
fn probe() -> Probed {
    seen(io::stdout().write(b"x"))
}

//@ io.stdout.lock = std::io::Stdout::lock
fn probe() -> Probed {
    seen(io::stdout().lock().write_all(b"x"))
}

//@ io.stdout.reentrant = std::io::Stdout::lock (reentrant)
fn probe() -> Probed {
    let _first = io::stdout().lock();
    seen(io::stdout().lock().write_all(b"x"))
}

//@ io.stderr.write = std::io::Stderr::write
fn probe() -> Probed {
    seen(io::stderr().write(b"x"))
}

//@ io.Stderr.write_vectored = std::io::Stderr::write_vectored
fn probe() -> Probed {
    seen(io::stderr().write_vectored(&[IoSlice::new(b"ab"), IoSlice::new(b"cde")]))
}

//@ io.StderrLock.write_vectored = std::io::StderrLock::write_vectored
fn probe() -> Probed {
    seen(io::stderr().lock().write_vectored(&[IoSlice::new(b"ab"), IoSlice::new(b"cde")]))
}

//@ io.println = println!
fn probe() -> Probed {
    value(println!("x"))
}

//@ io.eprintln = eprintln!
fn probe() -> Probed {
    value(eprintln!("x"))
}

//@ io.stdin.is_terminal = std::io::IsTerminal for Stdin
fn probe() -> Probed {
    value(io::stdin().is_terminal())
}

//@ io.stderr.is_terminal = std::io::IsTerminal for Stderr
fn probe() -> Probed {
    value(io::stderr().is_terminal())
}

//@ io.File.is_terminal = std::io::IsTerminal for File
fn probe() -> Probed {
    value(File::create("f")?.is_terminal())
}

//@ io.pipe = std::io::pipe
fn probe() -> Probed {
    seen(io::pipe().map(drop))
}

//@ io.copy = std::io::copy
fn probe() -> Probed {
    seen(io::copy(&mut &b"abc"[..], &mut io::sink()))
}

//@ io.copy_file_file = std::io::copy (File to File)
fn probe() -> Probed {
    fs::write("a", "abc")?;
    let copied = io::copy(&mut File::open("a")?, &mut File::create("b")?);
    seen(copied.map(|n| (n, fs::read_to_string("b"))))
}

//@ io.empty_sink_repeat = std::io::{empty,sink,repeat}
fn probe() -> Probed {
    let mut text = [0; 2];
    io::repeat(9).read_exact(&mut text)?;
    value((text, io::empty().read(&mut text).ok(), io::sink().write(b"x").ok()))
}

//@ io.BufReader.lines = std::io::BufReader / BufRead::lines
fn probe() -> Probed {
    fs::write("f", "a\nb\n")?;
    value(io::BufReader::new(File::open("f")?).lines().count())
}

//@ io.BufWriter = std::io::BufWriter
fn probe() -> Probed {
    let mut writer = io::BufWriter::new(File::create("f")?);
    writer.write_all(b"q")?;
    seen(writer.flush())
}

//@ io.LineWriter = std::io::LineWriter
fn probe() -> Probed {
    let mut writer = io::LineWriter::new(File::create("f")?);
    writer.write_all(b"q\nr")?;
    seen(fs::read_to_string("f"))
}

//@ io.Error.last_os_error = std::io::Error::last_os_error
fn probe() -> Probed {
    let _ = File::open("no");
    value(io::Error::last_os_error().kind())
}

//@ io.Error.kind_notfound = std::io::Error::kind (open missing file)
fn probe() -> Probed {
    value(File::open("no").map_err(|error| error.kind()).err())
}

//@ io.Error.from_raw = std::io::Error::from_raw_os_error(1)
fn probe() -> Probed {
    value(io::Error::from_raw_os_error(1).raw_os_error())
}

//@ io.const_error = std::io::const_error!
fn probe() -> Probed {
    value(io::const_error!(io::ErrorKind::Other, "x"))
}

//@ io.read_buf = std::io::Read::read_buf (File)
fn probe() -> Probed {
    fs::write("f", "abc")?;
    let mut space = [std::mem::MaybeUninit::uninit(); 8];
    let mut buffer = io::BorrowedBuf::from(&mut space[..]);
    File::open("f")?.read_buf(buffer.unfilled())?;
    value(buffer.len())
}

//@ io.PipeReader.from_raw_fd = std::io::PipeReader::from_raw_fd
use std::os::fd::{FromRawFd, IntoRawFd};
fn probe() -> Probed {
    let number = File::create("f")?.into_raw_fd();
    value(drop(unsafe { io::PipeReader::from_raw_fd(number) }))
}

//@ io.PipeWriter.from_raw_fd = std::io::PipeWriter::from_raw_fd
use std::os::fd::{FromRawFd, IntoRawFd};
fn probe() -> Probed {
    let number = File::create("f")?.into_raw_fd();
    value(drop(unsafe { io::PipeWriter::from_raw_fd(number) }))
}
