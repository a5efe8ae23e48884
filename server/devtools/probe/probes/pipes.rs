//! The ends of `std::io::pipe`. Where there is no pipe, no probe here gets to the call in question.

use std::io::{self, IoSlice, IoSliceMut, PipeReader, PipeWriter, Read, Write};
use std::os::fd::*;

/// A pipe that holds five bytes and ends.
fn pipe_reader() -> io::Result<PipeReader> {
    let (reader, mut writer) = io::pipe()?;
    writer.write_all(b"hello")?;
    Ok(reader)
}

/// A pipe to write to, with its reader, which must live as long.
fn pipe_writer() -> io::Result<(PipeReader, PipeWriter)> {
    io::pipe()
}

//@ io.PipeReader.as_fd = std::io::PipeReader::as_fd
fn probe() -> Probed {
    let end = pipe_reader()?;
    value(end.as_fd().as_raw_fd() > 2)
}

//@ io.PipeReader.as_raw_fd = std::io::PipeReader::as_raw_fd
fn probe() -> Probed {
    let end = pipe_reader()?;
    value(end.as_raw_fd() > 2)
}

//@ io.PipeReader.into_raw_fd = std::io::PipeReader::into_raw_fd
fn probe() -> Probed {
    let end = pipe_reader()?;
    value(end.into_raw_fd() > 2)
}

//@ io.PipeReader.by_ref = std::io::PipeReader::by_ref
fn probe() -> Probed {
    let mut end = pipe_reader()?;
    seen(end.by_ref().read_exact(&mut [0; 5]))
}

//@ io.PipeReader.bytes = std::io::PipeReader::bytes
fn probe() -> Probed {
    let end = pipe_reader()?;
    value(end.bytes().count())
}

//@ io.PipeReader.chain = std::io::PipeReader::chain
fn probe() -> Probed {
    let end = pipe_reader()?;
    value(end.chain(io::empty()).bytes().count())
}

//@ io.PipeReader.take = std::io::PipeReader::take
fn probe() -> Probed {
    let end = pipe_reader()?;
    value(end.take(2).bytes().count())
}

//@ io.PipeReader.is_read_vectored = std::io::PipeReader::is_read_vectored
fn probe() -> Probed {
    let end = pipe_reader()?;
    value(end.is_read_vectored())
}

//@ io.PipeReader.read = std::io::PipeReader::read
fn probe() -> Probed {
    let mut end = pipe_reader()?;
    seen(end.read(&mut [0; 1]))
}

//@ io.PipeReader.read_array = std::io::PipeReader::read_array
fn probe() -> Probed {
    let mut end = pipe_reader()?;
    seen(end.read_array::<5>())
}

//@ io.PipeReader.read_buf = std::io::PipeReader::read_buf
fn probe() -> Probed {
    let mut end = pipe_reader()?;
    let mut space = [std::mem::MaybeUninit::uninit(); 5];
    let mut buffer = io::BorrowedBuf::from(&mut space[..]);
    seen(end.read_buf(buffer.unfilled()).map(|()| buffer.len() > 0))
}

//@ io.PipeReader.read_buf_exact = std::io::PipeReader::read_buf_exact
fn probe() -> Probed {
    let mut end = pipe_reader()?;
    let mut space = [std::mem::MaybeUninit::uninit(); 5];
    let mut buffer = io::BorrowedBuf::from(&mut space[..]);
    seen(end.read_buf_exact(buffer.unfilled()).map(|()| buffer.len()))
}

//@ io.PipeReader.read_exact = std::io::PipeReader::read_exact
fn probe() -> Probed {
    let mut end = pipe_reader()?;
    seen(end.read_exact(&mut [0; 5]))
}

//@ io.PipeReader.read_to_end = std::io::PipeReader::read_to_end
fn probe() -> Probed {
    let mut end = pipe_reader()?;
    seen(end.read_to_end(&mut Vec::new()))
}

//@ io.PipeReader.read_to_string = std::io::PipeReader::read_to_string
fn probe() -> Probed {
    let mut end = pipe_reader()?;
    seen(end.read_to_string(&mut String::new()))
}

//@ io.PipeReader.read_vectored = std::io::PipeReader::read_vectored
fn probe() -> Probed {
    let mut end = pipe_reader()?;
    let (mut first, mut second) = ([0; 2], [0; 3]);
    let mut parts = [IoSliceMut::new(&mut first), IoSliceMut::new(&mut second)];
    seen(end.read_vectored(&mut parts).map(|n| n > 0))
}

//@ io.PipeReader.try_clone = std::io::PipeReader::try_clone
fn probe() -> Probed {
    let end = pipe_reader()?;
    seen(end.try_clone().map(drop))
}

//@ io.PipeWriter.as_fd = std::io::PipeWriter::as_fd
fn probe() -> Probed {
    let (_reader, end) = pipe_writer()?;
    value(end.as_fd().as_raw_fd() > 2)
}

//@ io.PipeWriter.as_raw_fd = std::io::PipeWriter::as_raw_fd
fn probe() -> Probed {
    let (_reader, end) = pipe_writer()?;
    value(end.as_raw_fd() > 2)
}

//@ io.PipeWriter.into_raw_fd = std::io::PipeWriter::into_raw_fd
fn probe() -> Probed {
    let (_reader, end) = pipe_writer()?;
    value(end.into_raw_fd() > 2)
}

//@ io.PipeWriter.by_ref = std::io::PipeWriter::by_ref
fn probe() -> Probed {
    let (_reader, mut end) = pipe_writer()?;
    seen(end.by_ref().write(b"x"))
}

//@ io.PipeWriter.flush = std::io::PipeWriter::flush
fn probe() -> Probed {
    let (_reader, mut end) = pipe_writer()?;
    seen(end.flush())
}

//@ io.PipeWriter.is_write_vectored = std::io::PipeWriter::is_write_vectored
fn probe() -> Probed {
    let (_reader, end) = pipe_writer()?;
    value(end.is_write_vectored())
}

//@ io.PipeWriter.write = std::io::PipeWriter::write
fn probe() -> Probed {
    let (_reader, mut end) = pipe_writer()?;
    seen(end.write(b"x"))
}

//@ io.PipeWriter.write_all = std::io::PipeWriter::write_all
fn probe() -> Probed {
    let (_reader, mut end) = pipe_writer()?;
    seen(end.write_all(b"x"))
}

//@ io.PipeWriter.write_all_vectored = std::io::PipeWriter::write_all_vectored
fn probe() -> Probed {
    let (_reader, mut end) = pipe_writer()?;
    seen(end.write_all_vectored(&mut [IoSlice::new(b"ab"), IoSlice::new(b"c")]))
}

//@ io.PipeWriter.write_fmt = std::io::PipeWriter::write_fmt
fn probe() -> Probed {
    let (_reader, mut end) = pipe_writer()?;
    seen(end.write_fmt(format_args!("x")))
}

//@ io.PipeWriter.write_vectored = std::io::PipeWriter::write_vectored
fn probe() -> Probed {
    let (_reader, mut end) = pipe_writer()?;
    seen(end.write_vectored(&[IoSlice::new(b"ab"), IoSlice::new(b"c")]))
}

//@ io.PipeWriter.try_clone = std::io::PipeWriter::try_clone
fn probe() -> Probed {
    let (_reader, end) = pipe_writer()?;
    seen(end.try_clone().map(drop))
}
