//! std::env

use std::env;

//@ env.args = std::env::args
fn probe() -> Probed {
    value(env::args().skip(1).collect::<Vec<_>>())
}

//@ env.args_os = std::env::args_os
fn probe() -> Probed {
    value(env::args_os().len())
}

//@ env.args0 = std::env::args().next()
fn probe() -> Probed {
    value(env::args().next().is_some_and(|name| name.contains("probes")))
}

//@ env.vars = std::env::vars
fn probe() -> Probed {
    value(env::vars().filter(|(name, _)| name == "FOO").collect::<Vec<_>>())
}

//@ env.vars_os = std::env::vars_os
fn probe() -> Probed {
    value(env::vars_os().count())
}

//@ env.var = std::env::var
fn probe() -> Probed {
    seen(env::var("FOO"))
}

//@ env.var_os = std::env::var_os
fn probe() -> Probed {
    value(env::var_os("FOO"))
}

//@ env.set_var = std::env::set_var
fn probe() -> Probed {
    unsafe { env::set_var("BAZ", "1") };
    value(env::var("BAZ"))
}

//@ env.vars_after_set = std::env::vars sees set_var
fn probe() -> Probed {
    unsafe { env::set_var("BAZ", "1") };
    value(env::vars().any(|(name, _)| name == "BAZ"))
}

//@ env.remove_var = std::env::remove_var
fn probe() -> Probed {
    unsafe { env::remove_var("FOO") };
    value(env::var_os("FOO"))
}

//@ env.current_dir = std::env::current_dir
fn probe() -> Probed {
    seen(env::current_dir().map(|folder| folder == root()))
}

//@ env.set_current_dir = std::env::set_current_dir
fn probe() -> Probed {
    std::fs::create_dir("d")?;
    seen(env::set_current_dir("d"))
}

//@ env.set_current_dir_then_relative_write = std::env::set_current_dir then fs::write relative
fn probe() -> Probed {
    std::fs::create_dir("d")?;
    env::set_current_dir("d")?;
    std::fs::write("f", "x")?;
    seen(std::fs::read_to_string(root().join("d/f")))
}

//@ env.current_exe = std::env::current_exe
fn probe() -> Probed {
    seen(env::current_exe().map(drop))
}

//@ env.temp_dir = std::env::temp_dir
fn probe() -> Probed {
    value(env::temp_dir())
}

//@ env.home_dir = std::env::home_dir
fn probe() -> Probed {
    value(env::home_dir().is_some())
}

//@ env.join_paths = std::env::join_paths
fn probe() -> Probed {
    seen(env::join_paths(["a", "b"]))
}

//@ env.split_paths = std::env::split_paths
fn probe() -> Probed {
    value(env::split_paths("a:b").collect::<Vec<_>>())
}

//@ env.consts.OS = std::env::consts::OS
fn probe() -> Probed {
    value(env::consts::OS)
}

//@ env.consts.FAMILY = std::env::consts::FAMILY
fn probe() -> Probed {
    value(env::consts::FAMILY)
}
