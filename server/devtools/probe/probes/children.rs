//! The pipes of a spawned process. Where nothing can be spawned, no probe here gets to the call in
//! question.

use std::io::{self, IoSlice, IoSliceMut, Read, Write};
use std::process::{ChildStderr, ChildStdin, ChildStdout, Command, Stdio};

fn child_stdin() -> io::Result<ChildStdin> {
    let child = Command::new("/bin/cat").stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
    Ok(child.stdin.expect("it is piped"))
}

fn child_stdout() -> io::Result<ChildStdout> {
    let child = shell("printf hello").stdout(Stdio::piped()).spawn()?;
    Ok(child.stdout.expect("it is piped"))
}

fn child_stderr() -> io::Result<ChildStderr> {
    let child = shell("printf hello >&2").stderr(Stdio::piped()).spawn()?;
    Ok(child.stderr.expect("it is piped"))
}

fn shell(script: &str) -> Command {
    let mut command = Command::new("/bin/sh");
    command.args(["-c", script]);
    command
}

//@ process.ChildStdin.by_ref = std::process::ChildStdin::by_ref
fn probe() -> Probed {
    let mut end = child_stdin()?;
    seen(end.by_ref().write(b"x"))
}

//@ process.ChildStdin.flush = std::process::ChildStdin::flush
fn probe() -> Probed {
    let mut end = child_stdin()?;
    seen(end.flush())
}

//@ process.ChildStdin.is_write_vectored = std::process::ChildStdin::is_write_vectored
fn probe() -> Probed {
    let end = child_stdin()?;
    value(end.is_write_vectored())
}

//@ process.ChildStdin.write = std::process::ChildStdin::write
fn probe() -> Probed {
    let mut end = child_stdin()?;
    seen(end.write(b"x"))
}

//@ process.ChildStdin.write_all = std::process::ChildStdin::write_all
fn probe() -> Probed {
    let mut end = child_stdin()?;
    seen(end.write_all(b"x"))
}

//@ process.ChildStdin.write_all_vectored = std::process::ChildStdin::write_all_vectored
fn probe() -> Probed {
    let mut end = child_stdin()?;
    seen(end.write_all_vectored(&mut [IoSlice::new(b"ab"), IoSlice::new(b"c")]))
}

//@ process.ChildStdin.write_fmt = std::process::ChildStdin::write_fmt
fn probe() -> Probed {
    let mut end = child_stdin()?;
    seen(end.write_fmt(format_args!("x")))
}

//@ process.ChildStdin.write_vectored = std::process::ChildStdin::write_vectored
fn probe() -> Probed {
    let mut end = child_stdin()?;
    seen(end.write_vectored(&[IoSlice::new(b"ab"), IoSlice::new(b"c")]))
}

//@ process.ChildStdout.by_ref = std::process::ChildStdout::by_ref
fn probe() -> Probed {
    let mut end = child_stdout()?;
    seen(end.by_ref().read_exact(&mut [0; 5]))
}

//@ process.ChildStdout.bytes = std::process::ChildStdout::bytes
fn probe() -> Probed {
    let end = child_stdout()?;
    value(end.bytes().count())
}

//@ process.ChildStdout.chain = std::process::ChildStdout::chain
fn probe() -> Probed {
    let end = child_stdout()?;
    value(end.chain(io::empty()).bytes().count())
}

//@ process.ChildStdout.take = std::process::ChildStdout::take
fn probe() -> Probed {
    let end = child_stdout()?;
    value(end.take(2).bytes().count())
}

//@ process.ChildStdout.is_read_vectored = std::process::ChildStdout::is_read_vectored
fn probe() -> Probed {
    let end = child_stdout()?;
    value(end.is_read_vectored())
}

//@ process.ChildStdout.read = std::process::ChildStdout::read
fn probe() -> Probed {
    let mut end = child_stdout()?;
    seen(end.read(&mut [0; 1]))
}

//@ process.ChildStdout.read_array = std::process::ChildStdout::read_array
fn probe() -> Probed {
    let mut end = child_stdout()?;
    seen(end.read_array::<5>())
}

//@ process.ChildStdout.read_buf = std::process::ChildStdout::read_buf
fn probe() -> Probed {
    let mut end = child_stdout()?;
    let mut space = [std::mem::MaybeUninit::uninit(); 5];
    let mut buffer = io::BorrowedBuf::from(&mut space[..]);
    seen(end.read_buf(buffer.unfilled()).map(|()| buffer.len() > 0))
}

//@ process.ChildStdout.read_buf_exact = std::process::ChildStdout::read_buf_exact
fn probe() -> Probed {
    let mut end = child_stdout()?;
    let mut space = [std::mem::MaybeUninit::uninit(); 5];
    let mut buffer = io::BorrowedBuf::from(&mut space[..]);
    seen(end.read_buf_exact(buffer.unfilled()).map(|()| buffer.len()))
}

//@ process.ChildStdout.read_exact = std::process::ChildStdout::read_exact
fn probe() -> Probed {
    let mut end = child_stdout()?;
    seen(end.read_exact(&mut [0; 5]))
}

//@ process.ChildStdout.read_to_end = std::process::ChildStdout::read_to_end
fn probe() -> Probed {
    let mut end = child_stdout()?;
    seen(end.read_to_end(&mut Vec::new()))
}

//@ process.ChildStdout.read_to_string = std::process::ChildStdout::read_to_string
fn probe() -> Probed {
    let mut end = child_stdout()?;
    seen(end.read_to_string(&mut String::new()))
}

//@ process.ChildStdout.read_vectored = std::process::ChildStdout::read_vectored
fn probe() -> Probed {
    let mut end = child_stdout()?;
    let (mut first, mut second) = ([0; 2], [0; 3]);
    let mut parts = [IoSliceMut::new(&mut first), IoSliceMut::new(&mut second)];
    seen(end.read_vectored(&mut parts).map(|n| n > 0))
}

//@ process.ChildStderr.by_ref = std::process::ChildStderr::by_ref
fn probe() -> Probed {
    let mut end = child_stderr()?;
    seen(end.by_ref().read_exact(&mut [0; 5]))
}

//@ process.ChildStderr.bytes = std::process::ChildStderr::bytes
fn probe() -> Probed {
    let end = child_stderr()?;
    value(end.bytes().count())
}

//@ process.ChildStderr.chain = std::process::ChildStderr::chain
fn probe() -> Probed {
    let end = child_stderr()?;
    value(end.chain(io::empty()).bytes().count())
}

//@ process.ChildStderr.take = std::process::ChildStderr::take
fn probe() -> Probed {
    let end = child_stderr()?;
    value(end.take(2).bytes().count())
}

//@ process.ChildStderr.is_read_vectored = std::process::ChildStderr::is_read_vectored
fn probe() -> Probed {
    let end = child_stderr()?;
    value(end.is_read_vectored())
}

//@ process.ChildStderr.read = std::process::ChildStderr::read
fn probe() -> Probed {
    let mut end = child_stderr()?;
    seen(end.read(&mut [0; 1]))
}

//@ process.ChildStderr.read_array = std::process::ChildStderr::read_array
fn probe() -> Probed {
    let mut end = child_stderr()?;
    seen(end.read_array::<5>())
}

//@ process.ChildStderr.read_buf = std::process::ChildStderr::read_buf
fn probe() -> Probed {
    let mut end = child_stderr()?;
    let mut space = [std::mem::MaybeUninit::uninit(); 5];
    let mut buffer = io::BorrowedBuf::from(&mut space[..]);
    seen(end.read_buf(buffer.unfilled()).map(|()| buffer.len() > 0))
}

//@ process.ChildStderr.read_buf_exact = std::process::ChildStderr::read_buf_exact
fn probe() -> Probed {
    let mut end = child_stderr()?;
    let mut space = [std::mem::MaybeUninit::uninit(); 5];
    let mut buffer = io::BorrowedBuf::from(&mut space[..]);
    seen(end.read_buf_exact(buffer.unfilled()).map(|()| buffer.len()))
}

//@ process.ChildStderr.read_exact = std::process::ChildStderr::read_exact
fn probe() -> Probed {
    let mut end = child_stderr()?;
    seen(end.read_exact(&mut [0; 5]))
}

//@ process.ChildStderr.read_to_end = std::process::ChildStderr::read_to_end
fn probe() -> Probed {
    let mut end = child_stderr()?;
    seen(end.read_to_end(&mut Vec::new()))
}

//@ process.ChildStderr.read_to_string = std::process::ChildStderr::read_to_string
fn probe() -> Probed {
    let mut end = child_stderr()?;
    seen(end.read_to_string(&mut String::new()))
}

//@ process.ChildStderr.read_vectored = std::process::ChildStderr::read_vectored
fn probe() -> Probed {
    let mut end = child_stderr()?;
    let (mut first, mut second) = ([0; 2], [0; 3]);
    let mut parts = [IoSliceMut::new(&mut first), IoSliceMut::new(&mut second)];
    seen(end.read_vectored(&mut parts).map(|n| n > 0))
}
