"""Every rule, in the order of the codes. A new rule is added here by hand."""

from __future__ import annotations

from wasi_lsp.rules import (
    wasi000_unused_allow,
    wasi001_unknown_cfg_value,
    wasi002_unknown_cfg_name,
    wasi003_malformed_cfg,
    wasi004_contradictory_cfg,
    wasi005_always_true_cfg,
    wasi006_dead_cfg_arm,
    wasi007_contradicts_context,
    wasi008_cfg_newer_than_msrv,
    wasi009_wasm_is_not_the_browser,
    wasi101_std_item_absent,
    wasi102_std_always_fails,
    wasi103_std_panics,
    wasi104_std_behaves_differently,
    wasi105_std_unstable_here,
    wasi201_overlapping_definitions,
    wasi202_no_definition_for_target,
    wasi203_uneven_alternatives,
    wasi301_obsolete_target,
    wasi302_unknown_target,
    wasi303_target_too_new,
    wasi304_files_disagree,
    wasi305_wrong_wasi_crate,
    wasi306_dependency_not_for_wasi,
)
from wasi_lsp.rules.base import (
    CfgCheck,
    ComparisonCheck,
    CrateCheck,
    DependencyCheck,
    ItemCheck,
    MemberCheck,
    Rule,
    StdCheck,
    TargetCheck,
)

#: Rules on single predicates. A rule that silences another stands before it.
CFG_RULES: tuple[tuple[Rule, CfgCheck], ...] = (
    (wasi001_unknown_cfg_value.RULE, wasi001_unknown_cfg_value.check),
    (wasi002_unknown_cfg_name.RULE, wasi002_unknown_cfg_name.check),
    (wasi003_malformed_cfg.RULE, wasi003_malformed_cfg.check),
    (wasi004_contradictory_cfg.RULE, wasi004_contradictory_cfg.check),
    (wasi005_always_true_cfg.RULE, wasi005_always_true_cfg.check),
    (wasi006_dead_cfg_arm.RULE, wasi006_dead_cfg_arm.check),
    (wasi007_contradicts_context.RULE, wasi007_contradicts_context.check),
    (wasi008_cfg_newer_than_msrv.RULE, wasi008_cfg_newer_than_msrv.check),
)

#: Rules on uses of std.
STD_RULES: tuple[tuple[Rule, StdCheck], ...] = (
    (wasi101_std_item_absent.RULE, wasi101_std_item_absent.check),
    (wasi102_std_always_fails.RULE, wasi102_std_always_fails.check),
    (wasi103_std_panics.RULE, wasi103_std_panics.check),
    (wasi104_std_behaves_differently.RULE, wasi104_std_behaves_differently.check),
    (wasi105_std_unstable_here.RULE, wasi105_std_unstable_here.check),
)

#: Rules on the items of a module that share a name.
ITEM_RULES: tuple[tuple[Rule, ItemCheck], ...] = (
    (wasi201_overlapping_definitions.RULE, wasi201_overlapping_definitions.check_items),
    (wasi202_no_definition_for_target.RULE, wasi202_no_definition_for_target.check),
    (wasi203_uneven_alternatives.RULE, wasi203_uneven_alternatives.check),
)

#: Rules on the members of a type that share a name.
MEMBER_RULES: tuple[tuple[Rule, MemberCheck], ...] = (
    (wasi201_overlapping_definitions.RULE, wasi201_overlapping_definitions.check),
)

#: Rules on names of targets, in files that are not Rust.
TARGET_RULES: tuple[tuple[Rule, TargetCheck], ...] = (
    (wasi301_obsolete_target.RULE, wasi301_obsolete_target.check),
    (wasi302_unknown_target.RULE, wasi302_unknown_target.check),
    (wasi303_target_too_new.RULE, wasi303_target_too_new.check),
    (wasi304_files_disagree.RULE, wasi304_files_disagree.check),
)

#: Rules on what a build script compares Cargo's variables with.
COMPARISON_RULES: tuple[tuple[Rule, ComparisonCheck], ...] = (
    (wasi001_unknown_cfg_value.RULE, wasi001_unknown_cfg_value.check_comparison),
)

#: Rules on dependencies, in manifests.
DEPENDENCY_RULES: tuple[tuple[Rule, DependencyCheck], ...] = (
    (wasi009_wasm_is_not_the_browser.RULE, wasi009_wasm_is_not_the_browser.check),
    (wasi305_wrong_wasi_crate.RULE, wasi305_wrong_wasi_crate.check),
    (wasi306_dependency_not_for_wasi.RULE, wasi306_dependency_not_for_wasi.check),
)

#: Rules on uses of crates in code: those of `browser_modules()`.
CRATE_RULES: tuple[tuple[Rule, CrateCheck], ...] = (
    (wasi009_wasm_is_not_the_browser.RULE, wasi009_wasm_is_not_the_browser.check_code),
)

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            wasi000_unused_allow.RULE,
            *(rule for rule, _ in CFG_RULES),
            *(rule for rule, _ in STD_RULES),
            *(rule for rule, _ in ITEM_RULES),
            *(rule for rule, _ in TARGET_RULES),
            *(rule for rule, _ in DEPENDENCY_RULES),
        ),
        key=lambda rule: rule.code,
    )
)

#: The rules that have nothing to say where no WASI target is cared about.
ABOUT_WASI = frozenset(
    {
        *(rule.code for rule, _ in STD_RULES),
        wasi202_no_definition_for_target.RULE.code,
        wasi203_uneven_alternatives.RULE.code,
    }
)

#: The rules that repeat what rustc says itself, where its own cfg checks run.
SAID_BY_RUSTC = frozenset({"WASI001", "WASI002", "WASI003"})
