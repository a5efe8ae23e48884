"""The signatures of std, core and alloc, from rustdoc JSON, as the lines of `data/types.tsv`.

    python -m devtools.build_std_db types RELEASE RUSTDOC_FOLDER

What the lines mean is said in `wasi_lsp/stdlib/type_table.py`.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import itemgetter
from pathlib import Path

from devtools.build_std_db.build import FACTS
from devtools.build_std_db.rustdoc import CRATES, Docs, Node
from devtools.build_std_db.signature import receiver
from devtools.build_std_db.surface import Surface
from devtools.build_std_db.types_convert import (
    Bounds,
    Json,
    Scope,
    TypeReader,
    type_names,
    type_parameters,
)
from wasi_lsp.stdlib.type_impls import head, over_parameters
from wasi_lsp.stdlib.type_match import (
    parameters,
    substitute,
    substitute_bound,
    substitute_function,
)
from wasi_lsp.stdlib.type_syntax import (
    FLOATS,
    INTEGERS,
    PRIMITIVES,
    parse_signature,
    write_fields,
    write_impl,
    write_signature,
    write_type,
    write_variants,
)
from wasi_lsp.stdlib.types import (
    UNKNOWN,
    Bound,
    Impl,
    Named,
    Parameter,
    Signature,
    SliceType,
    Type,
)

#: How the documents were made, for the file's first line.
COMMAND = (
    "cargo rustdoc -p core|alloc|std -- -Zunstable-options --output-format json --cap-lints allow"
)

#: The prelude of the newest edition.
PRELUDE = "std::prelude::rust_2024"

#: Aliases whose type depends on the target; the documents are those of a 64-bit Linux.
_BY_TARGET = ("std::ffi::c_long", "std::ffi::c_ulong")

#: Types with hundreds of impls of operators, and nothing else that inference could use.
_OPERATORS_ONLY = ("std::num::Saturating", "std::num::Wrapping", "std::simd::Simd")


class TypeLines:
    """Collects the lines; `text` is the file."""

    def __init__(self, docs: Docs, release: str) -> None:
        self._docs = docs
        self._release = release
        self._lines: dict[str, list[str]] = {}
        self._aliases: dict[str, str] = {}
        self._impls: dict[str, dict[str, str]] = defaultdict(dict)
        self._variant_paths: dict[Node, str] = {}
        canonical = Surface(docs).canonical
        self._types = TypeReader(docs, canonical)
        self._parameters: dict[str, tuple[str, ...]] = {"slice": ("T",), "array": ("T",)}
        #: By trait: for each of its parameters whether its default is `Self`.
        self._defaults: dict[str, tuple[bool, ...]] = {}
        for node, path in canonical.items():
            self._declare(node, path)
        for path, node, _ in docs.public_paths():
            target = self._variant_paths.get(node, canonical[node])
            if path != target and (canonical[node] in self._lines or node in self._variant_paths):
                self._aliases.setdefault(path, target)
        for name in sorted(PRIMITIVES):
            self._lines[name] = ["primitive"]
        for name in ("slice", "array"):
            self._lines[name] = ["primitive", "T"]
        for crate in CRATES:
            for node, item in docs.items(crate):
                if "impl" in item["inner"]:
                    self._implement(node, item["inner"]["impl"])
        for key, signatures in load_unlisted().items():
            for name, text in signatures.items():
                path = f"{key}::{name}"
                assert path not in self._lines, f"rustdoc lists {path}"
                self._lines[path] = ["fn", write_signature(parse_signature(path, text))]
        self._lines["@prelude"] = [" ".join(f"{n}={p}" for n, p in sorted(set(self._prelude())))]

    @property
    def text(self) -> str:
        """The file: a line on where it is from, then the lines, sorted by their bytes."""
        lines = {key: "\t".join(columns) for key, columns in self._lines.items()}
        for path, target in self._aliases.items():
            lines.setdefault(path, f"={target}")
        for key, impls in self._impls.items():
            lines[f"@impl {key}"] = "\t".join(sorted(impls.values()))
        _share(lines)
        first = f"@\trustdoc {self._release}, {COMMAND}"
        rest = sorted(f"{key}\t{value.rstrip()}" for key, value in lines.items() if value)
        return "\n".join([first, *rest]) + "\n"

    def _declare(self, node: Node, path: str) -> None:
        item = self._docs.item(node)
        if item is None:
            return
        kind = next(iter(item["inner"]))
        inner = item["inner"][kind]
        match kind:
            case "struct" | "union" | "enum":
                names = type_names(inner["generics"])
                self._parameters[path] = names
                self_type = Named(path, tuple(map(Parameter, names)))
                scope = self._types.scope(node.crate, self_type)
                write = self._variants if kind == "enum" else self._fields
                self._lines[path] = [kind, ",".join(names), write(scope, inner)]
                for number in inner.get("variants", ()):
                    variant = Node(node.crate, number)
                    if (named := self._docs.item(variant)) is not None:
                        self._variant_paths[variant] = f"{path}::{named['name']}"
            case "trait":
                self._trait(node, path, inner)
            case "type_alias":
                names = type_names(inner["generics"])
                target = self._types.scope(node.crate, UNKNOWN).type(inner["type"])
                if path in _BY_TARGET:
                    target = UNKNOWN
                self._lines[path] = ["alias", ",".join(names), write_type(target)]
            case "constant" | "static":
                kind = self._types.scope(node.crate, UNKNOWN).type(inner["type"])
                self._lines[path] = ["const", write_type(kind)]
            case "function":
                self._lines[path] = ["fn", self._signature(node, path, inner, UNKNOWN, {}, ())]

    def _fields(self, scope: Scope, inner: Json) -> str:
        """Write the public fields; those of a tuple struct are called `0`, `1`, …."""
        kind = inner.get("kind", {"plain": inner})
        if kind == "unit":
            return ""
        numbers: list[int | None] = kind["plain"]["fields"] if "plain" in kind else kind["tuple"]
        fields = [self._docs.item(Node(scope.crate, n)) for n in numbers if n is not None]
        return write_fields(
            (field["name"], scope.type(field["inner"]["struct_field"]))
            for field in fields
            if field is not None
        )

    def _variants(self, scope: Scope, inner: Json) -> str:
        return write_variants(self._each_variant(scope, inner))

    def _each_variant(self, scope: Scope, inner: Json) -> Iterator[tuple[str, tuple[Type, ...]]]:
        for number in inner["variants"]:
            variant = self._docs.item(Node(scope.crate, number))
            if variant is None:
                continue
            kind = variant["inner"]["variant"]["kind"]
            numbers = (
                [] if kind == "plain"
                else kind["tuple"] if "tuple" in kind
                else kind["struct"]["fields"]
            )  # fmt: skip
            fields = (self._docs.item(Node(scope.crate, n)) for n in numbers if n is not None)
            yield (
                variant["name"],
                tuple(scope.type(each["inner"]["struct_field"]) for each in fields if each),
            )

    def _trait(self, node: Node, path: str, inner: Json) -> None:
        scope = self._types.scope(node.crate, Parameter("Self"))
        names = tuple(
            parameter["name"]
            for parameter in inner["generics"]["params"]
            if "type" in parameter["kind"]
        )
        found = scope.bounds({"params": [], "where_predicates": []})
        scope.add_bounds(found, Parameter("Self"), inner["bounds"])
        self._defaults[path] = tuple(
            parameter["kind"]["type"]["default"] == {"generic": "Self"}
            for parameter in type_parameters(inner["generics"])
        )
        supertraits = [bound.trait for _, bound in found.others]
        methods, assoc = [], []
        for number in inner["items"]:
            member = self._docs.item(Node(node.crate, number))
            if member is None:
                continue
            if "function" in member["inner"]:
                name = f"{path}::{member['name']}"
                methods.append(member["name"])
                function = member["inner"]["function"]
                text = self._signature(
                    Node(node.crate, number), name, function, Parameter("Self"), {}, names
                )
                self._lines[name] = ["fn", text]
            elif "assoc_type" in member["inner"]:
                assoc.append(member["name"])
        self._lines[path] = [
            "trait", ",".join(names), " ".join(supertraits), " ".join(methods), " ".join(assoc),
        ]  # fmt: skip

    def _signature(
        self,
        node: Node,
        path: str,
        function: Json,
        self_type: Type,
        names: dict[str, Type],
        known: Iterable[str],
        special: Type | None = None,
    ) -> str:
        """Write a signature.

        `names` renames the parameters of its impl; `known` are those of its type or trait, which
        its own are not to be mixed up with.
        """
        own: list[str] = []
        anonymous: list[tuple[str, list[Json]]] = []

        def anonymously(bounds: list[Json]) -> Type:
            anonymous.append((f"Impl{len(anonymous)}", bounds))
            return Parameter(anonymous[-1][0])

        inside = self._types.scope(node.crate, self_type, anonymously)
        scope = self._types.scope(node.crate, self_type)
        inputs = function["sig"]["inputs"]
        takes = receiver(function["sig"])
        if takes is not None:
            if takes == "self: _":
                takes = f"self:{write_type(substitute(scope.type(inputs[0][1]), names))}"
            inputs = inputs[1:]
        renamed = dict(names)
        for parameter in type_parameters(function["generics"]):
            name = parameter["name"]
            own.append(f"{name}_" if name in known else name)
            renamed[name] = Parameter(own[-1])
        params = tuple(substitute(inside.type(kind), renamed) for _, kind in inputs)
        bounds = scope.bounds(function["generics"])
        for name, listed in anonymous:
            scope.add_bounds(bounds, Parameter(name), listed)
            own.append(name)
        signature = Signature(
            path,
            tuple(own),
            takes,
            params,
            substitute(scope.type(function["sig"]["output"]), renamed),
            tuple(
                (subject.name, substitute_function(each, renamed))
                for kind, each in bounds.closures
                if isinstance(subject := substitute(kind, renamed), Parameter)
            ),
            tuple(
                (subject.name, substitute_bound(each, renamed))
                for kind, each in bounds.others
                if isinstance(subject := substitute(kind, renamed), Parameter)
            ),
            special,
        )
        return write_signature(signature)

    def _implement(self, node: Node, inner: Json) -> None:
        if inner["is_synthetic"] or inner["is_negative"] or inner["blanket_impl"] is not None:
            return
        outside = self._types.scope(node.crate, UNKNOWN)
        kind = outside.type(inner["for"])
        key = head(kind)
        if key is None:
            return
        known = self._parameters.get(key, ())
        args = _arguments(kind)
        names: dict[str, Type] = {
            arg.name: Parameter(name)
            for arg, name in zip(args, known, strict=False)
            if isinstance(arg, Parameter)
        }
        special = substitute(kind, names) != over_parameters(key, known) or len(names) < len(args)
        if special:
            names = {}
        else:
            # Its other parameters must not be mixed up with those of the type.
            names |= {
                name: Parameter(f"{name}_")
                for name in map(itemgetter("name"), type_parameters(inner["generics"]))
                if name in known and name not in names
            }
        scope = self._types.scope(node.crate, kind)
        if inner["trait"] is None:
            self._inherent(node, inner, key, scope, names, kind if special else None)
        else:
            self._trait_impl(node, inner, key, scope, names)

    def _inherent(
        self, node: Node, inner: Json, key: str, scope: Scope, names: dict[str, Type],
        special: Type | None,
    ) -> None:  # fmt: skip
        for number in inner["items"]:
            item = self._docs.item(Node(node.crate, number))
            if item is None:
                continue
            path = f"{key.removeprefix('dyn ')}::{item['name']}"
            if "assoc_const" in item["inner"]:
                constant = substitute(scope.type(item["inner"]["assoc_const"]["type"]), names)
                self._lines.setdefault(path, ["const", write_type(constant)])
            if "function" not in item["inner"]:
                continue
            known = self._parameters.get(key, ()) if special is None else ()
            function = _with_parameters_of(inner, item["inner"]["function"], scope)
            text = self._signature(
                Node(node.crate, number), path, function, scope.self_type, names, known, special
            )
            columns = self._lines.setdefault(path, ["fn"])
            if text not in columns:
                # The general case first: it is the one that a path means.
                columns.insert(1 if special is None else len(columns), text)

    def _trait_impl(
        self, node: Node, inner: Json, key: str, scope: Scope, names: dict[str, Type]
    ) -> None:
        bound = scope.bound(inner["trait"])
        if not isinstance(bound, Bound):
            return
        if not self._types.matters(bound.trait) or key.lstrip("&") in _OPERATORS_ONLY:
            return
        # `Add` is `Add<Self>`.
        lacking = self._defaults[bound.trait][len(bound.args) :]
        given = (*bound.args, *(scope.self_type if of_self else UNKNOWN for of_self in lacking))
        assoc = []
        for number in inner["items"]:
            item = self._docs.item(Node(node.crate, number))
            if item is not None and "assoc_type" in item["inner"]:
                assoc.append((item["name"], scope.type(item["inner"]["assoc_type"]["type"])))
        bounds = _telling(scope.bounds(inner["generics"]), scope.self_type, given)
        impl = Impl(
            bound.trait,
            tuple(substitute(arg, names) for arg in given),
            substitute(scope.self_type, names),
            tuple((name, substitute(kind, names)) for name, kind in assoc),
            tuple(
                (substitute(kind, names), substitute_function(each, names))
                for kind, each in bounds.closures
            ),
            tuple(
                (substitute(kind, names), substitute_bound(each, names))
                for kind, each in bounds.others
            ),
        )
        text, target = write_impl(replace(impl, assoc=())), write_impl(impl)
        # Types do not say `mut`; for `&Vec<T>` the impl of the shared reference speaks.
        if "borrowed_ref" in inner["for"] and inner["for"]["borrowed_ref"]["is_mutable"]:
            self._impls[key].setdefault(text, target)
        else:
            self._impls[key][text] = target

    def _prelude(self) -> Iterator[tuple[str, str]]:
        """Yield the names of the newest edition's prelude that stand for types and functions."""
        module = next(n for n, p in self._types.canonical.items() if p == PRELUDE)
        for path, node in self._docs.children(PRELUDE, module):
            canonical = self._variant_paths.get(node, self._types.canonical.get(node))
            if canonical in self._lines or node in self._variant_paths:
                yield path.rpartition("::")[2], str(canonical)


def _with_parameters_of(impl: Json, function: Json, scope: Scope) -> Json:
    """Return `function` with those parameters of its impl that its type is not known to have.

    The second of `LazyLock<T, F = fn() -> T>` is such a one: to `new` it is a parameter of its own.
    """
    signature = function["sig"]
    kinds = [signature["output"], *(kind for _, kind in signature["inputs"])]
    said = set().union(*(parameters(scope.type(kind)) for kind in kinds))
    lacking = [
        parameter
        for parameter in type_parameters(impl["generics"])
        if parameter["name"] in said - parameters(scope.self_type)
    ]
    if not lacking:
        return function
    subjects = [{"generic": parameter["name"]} for parameter in lacking]
    clauses = [
        clause
        for clause in impl["generics"]["where_predicates"]
        if clause.get("bound_predicate", {}).get("type") in subjects
    ]
    own = function["generics"]
    generics = {
        "params": own["params"] + lacking,
        "where_predicates": clauses + own["where_predicates"],
    }
    return function | {"generics": generics}


def _telling(bounds: Bounds, self_type: Type, args: Iterable[Type]) -> Bounds:
    """Return the bounds on parameters that an impl's type, arguments or other bounds fix."""
    fixed = parameters(self_type).union(*map(parameters, args))
    closures, others = list(bounds.closures), list(bounds.others)
    found = Bounds([], [])
    grown = True
    while grown:
        grown = False
        for function in [each for each in closures if parameters(each[0]) <= fixed]:
            closures.remove(function)
            found.closures.append(function)
            fixed |= parameters(function[1])
            grown = True
        for bound in [each for each in others if parameters(each[0]) <= fixed]:
            others.remove(bound)
            found.others.append(bound)
            fixed = fixed.union(*map(parameters, bound[1].args))
            fixed = fixed.union(*(parameters(kind) for _, kind in bound[1].bindings))
            grown = True
    return found


def _arguments(kind: Type) -> tuple[Type, ...]:
    match kind:
        case Named(_, args):
            return args
        case SliceType(element):
            return (element,)
    return ()


def _share(lines: dict[str, str]) -> None:
    """Write once, for `{integer}` and `{float}`, what all of these types have in common."""
    for group, names in (("{integer}", INTEGERS), ("{float}", FLOATS)):
        # No signature says u128 but those that say the type's own name.
        model = "u128" if group == "{integer}" else "f128"
        for key in [key for key in lines if key.startswith(f"{model}::")]:
            general = _general(lines[key], model, group)
            alike = {f"{name}::{key.partition('::')[2]}": name for name in names}
            if all(lines.get(each) == general.replace(group, name) for each, name in alike.items()):
                lines[key.replace(model, group)] = general
                for each in alike:
                    del lines[each]
        for key in (f"@impl {model}", f"@impl &{model}"):
            common = {
                general
                for text in lines.get(key, "").split("\t")
                if all(
                    (general := _general(text, model, group)).replace(group, name)
                    in lines.get(key.replace(model, name), "").split("\t")
                    for name in names
                )
            }
            lines[key.replace(model, group)] = "\t".join(sorted(common))
            for name in names:
                own = key.replace(model, name)
                rest = set(lines.get(own, "").split("\t")) - {
                    text.replace(group, name) for text in common
                }
                lines[own] = "\t".join(sorted(rest))


def _general(text: str, name: str, group: str) -> str:
    return re.sub(rf"\b{name}\b", group, text)


def load_unlisted(facts: Path = FACTS) -> dict[str, dict[str, str]]:
    """Return the signatures that rustdoc's JSON leaves out, by type and name."""
    tables = tomllib.loads((facts / "types.toml").read_text("utf-8"))
    return {
        key: {name: text for name, text in table.items() if name != "why"}
        for key, table in tables.items()
    }


def type_lines(release: str, folder: Path) -> str:
    """Read the rustdoc JSON of std, core and alloc in `folder` and return the file's text.

    `release` says which Rust was documented: the documents call it 0.0.0.
    """
    return TypeLines(Docs(folder), release).text
