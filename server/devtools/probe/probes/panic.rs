//! std::panic and std::backtrace

use std::panic;

//@ panic.catch_unwind = std::panic::catch_unwind (closure panics)
fn probe() -> Probed {
    value(panic::catch_unwind(|| panic!("boom")).is_err())
}

//@ panic.catch_unwind_ok = std::panic::catch_unwind (no panic)
fn probe() -> Probed {
    value(panic::catch_unwind(|| 5).is_ok())
}

//@ panic.set_hook = std::panic::set_hook
//@ control exit: the hook exits
fn probe() -> Probed {
    panic::set_hook(Box::new(|_| std::process::exit(1)));
    panic!("boom")
}

//@ panic.take_hook = std::panic::take_hook
fn probe() -> Probed {
    value(drop(panic::take_hook()))
}

//@ panic.update_hook = std::panic::update_hook
fn probe() -> Probed {
    value(panic::update_hook(|before, info| before(info)))
}

//@ panic.Location = std::panic::Location::caller
fn probe() -> Probed {
    value(panic::Location::caller().line() > 0)
}

//@ panic.get_backtrace_style = std::panic::get_backtrace_style
fn probe() -> Probed {
    value(panic::get_backtrace_style())
}

//@ panic.AssertUnwindSafe = std::panic::AssertUnwindSafe
fn probe() -> Probed {
    let mut n = 1;
    let _ = panic::catch_unwind(panic::AssertUnwindSafe(|| n += 1));
    value(n)
}

//@ panic.drop_on_panic = destructors run during panic (unwinding)
//@ control panic: it is meant to
struct Guard;
impl Drop for Guard {
    fn drop(&mut self) {
        report(&["ok", "dropped"]);
    }
}
fn probe() -> Probed {
    let _guard = Guard;
    panic!("boom")
}

//@ panic.exit_code = panic! in main: process exit
//@ control panic: it is meant to
fn probe() -> Probed {
    panic!("boom")
}

//@ panic.index_oob = slice index out of bounds
//@ control panic: it is meant to
fn probe() -> Probed {
    let numbers = [1, 2, 3];
    value(numbers[std::env::args().count() + 5])
}

//@ panic.overflow_stack = unbounded recursion (stack overflow)
//@ control trap: it is meant to
fn deep(n: u64) -> u64 {
    std::hint::black_box(if std::hint::black_box(n) == u64::MAX { 0 } else { deep(n + 1) + 1 })
}
fn probe() -> Probed {
    value(deep(0))
}

//@ backtrace.force_capture = std::backtrace::Backtrace::force_capture
fn probe() -> Probed {
    value(std::backtrace::Backtrace::force_capture().status())
}

//@ backtrace.capture = std::backtrace::Backtrace::capture
fn probe() -> Probed {
    value(std::backtrace::Backtrace::capture().status())
}

//@ backtrace.frames = std::backtrace::Backtrace::frames
fn probe() -> Probed {
    value(!std::backtrace::Backtrace::force_capture().frames().is_empty())
}
