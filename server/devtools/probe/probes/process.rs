//! std::process

use std::process::{self, Command, Stdio};

//@ process.Command.status = std::process::Command::status
fn probe() -> Probed {
    seen(Command::new("/bin/true").status().map(|status| status.success()))
}

//@ process.Command.output = std::process::Command::output
fn probe() -> Probed {
    seen(Command::new("/bin/true").output().map(|output| output.status.success()))
}

//@ process.Command.spawn = std::process::Command::spawn
fn probe() -> Probed {
    seen(Command::new("/bin/true").spawn().map(drop))
}

//@ process.Command.getters = std::process::Command::{get_program,get_args,get_envs,get_current_dir}
fn probe() -> Probed {
    let mut command = Command::new("t");
    command.arg("a").env("K", "V").current_dir("/");
    let arguments: Vec<_> = command.get_args().collect();
    let environment: Vec<_> = command.get_envs().collect();
    value((command.get_program(), arguments, environment, command.get_current_dir()))
}

//@ process.Command.debug = <std::process::Command as Debug>
fn probe() -> Probed {
    let mut command = Command::new("t");
    command.arg("a");
    value(format!("{command:?}"))
}

//@ process.Stdio.from_file = <std::process::Stdio as From<File>>
fn probe() -> Probed {
    let file = std::fs::File::create("f")?;
    value(format!("{:?}", Stdio::from(file)).starts_with("Stdio"))
}

//@ process.Child.id = std::process::Child::id
fn probe() -> Probed {
    let child = Command::new("/bin/true").spawn()?;
    value(child.id() > 0)
}

//@ process.Child.kill = std::process::Child::kill
fn probe() -> Probed {
    let mut child = Command::new("/bin/cat").stdin(Stdio::piped()).spawn()?;
    seen(child.kill())
}

//@ process.Child.wait = std::process::Child::wait
fn probe() -> Probed {
    let mut child = Command::new("/bin/true").spawn()?;
    seen(child.wait().map(|status| status.success()))
}

//@ process.Child.try_wait = std::process::Child::try_wait
fn probe() -> Probed {
    let mut child = Command::new("/bin/cat").stdin(Stdio::piped()).spawn()?;
    seen(child.try_wait().map(|status| status.is_some()))
}

//@ process.Child.wait_with_output = std::process::Child::wait_with_output
fn probe() -> Probed {
    let child = Command::new("/bin/true").spawn()?;
    seen(child.wait_with_output().map(|output| output.status.success()))
}

//@ process.exit0 = std::process::exit
//@ control exit: it is meant to
fn probe() -> Probed {
    process::exit(0)
}

//@ process.exit1 = std::process::exit(1)
//@ control exit: it is meant to
fn probe() -> Probed {
    process::exit(1)
}

//@ process.exit2 = std::process::exit(2)
//@ control exit: it is meant to
fn probe() -> Probed {
    process::exit(2)
}

//@ process.exit_neg = std::process::exit(-1)
//@ control exit: it is meant to
fn probe() -> Probed {
    process::exit(-1)
}

//@ process.ExitCode.main0 = ExitCode::SUCCESS from main
//@ control exit: it is meant to
fn probe() -> Probed {
    exit(ExitCode::SUCCESS)
}

//@ process.ExitCode.main1 = ExitCode::FAILURE from main
//@ control exit: it is meant to
fn probe() -> Probed {
    exit(ExitCode::FAILURE)
}

//@ process.ExitCode.main42 = ExitCode returned from main (42)
//@ control exit: it is meant to
fn probe() -> Probed {
    exit(ExitCode::from(42))
}

//@ process.ExitCode.exit_process = std::process::ExitCode::exit_process
//@ control exit: it is meant to
fn probe() -> Probed {
    ExitCode::FAILURE.exit_process()
}

//@ process.ExitStatusError.code = std::process::ExitStatusError::code
fn probe() -> Probed {
    let status = Command::new("/bin/false").status()?;
    value(status.exit_ok().unwrap_err().code())
}

//@ process.ExitStatusError.code_nonzero = std::process::ExitStatusError::code_nonzero
fn probe() -> Probed {
    let status = Command::new("/bin/false").status()?;
    value(status.exit_ok().unwrap_err().code_nonzero())
}

//@ process.ExitStatusError.into_status = std::process::ExitStatusError::into_status
fn probe() -> Probed {
    let status = Command::new("/bin/false").status()?;
    value(status.exit_ok().unwrap_err().into_status().success())
}

//@ process.abort = std::process::abort
//@ control trap: it is meant to
fn probe() -> Probed {
    process::abort()
}

//@ process.id = std::process::id
fn probe() -> Probed {
    value(process::id() > 0)
}
