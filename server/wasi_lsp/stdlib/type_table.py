"""The signatures of std, and the types of what its types hold, each decoded when asked for.

The first line of `data/types.tsv` says where it is from. The key of each other line is
- a path: the first column is its kind, then follow for
  - `struct`, `union`: type parameters, public fields; `enum`: type parameters, variants;
  - `trait`: type parameters, supertraits, methods, associated types;
  - `alias`: type parameters, the type; `primitive`: type parameters;
  - `const`: its type; statics are `const`, too;
  - `fn`: its signature; of a method several where special cases of its type have their own;
- another path of an item: the only column is `=` and the canonical path;
- `@impl` and the head of a type: the impls of traits for it;
- `@prelude`: the names that need no import.

Texts are those of `type_syntax`. `{integer}` and `{float}` stand for every such primitive type.
Methods of primitive types have paths without module: `str::len`, `slice::iter`, `u8::pow`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from importlib import resources

from wasi_lsp.stdlib.lines import SortedLines
from wasi_lsp.stdlib.type_impls import Impls, generic_number, head, over_parameters
from wasi_lsp.stdlib.type_match import match_type, substitute_signature
from wasi_lsp.stdlib.type_syntax import (
    parse_fields,
    parse_signature,
    parse_type,
    parse_variants,
)
from wasi_lsp.stdlib.types import Named, Parameter, Reference, Signature, Type

_WITH_PARAMETERS = ("struct", "union", "enum", "trait", "alias", "primitive")


def load_type_table() -> TypeTable:
    """Load the shipped table; keep the value, each call reads the file again.

    The file is read and not decoded: a signature is decoded when somebody asks for it.
    """
    file = resources.files("wasi_lsp.stdlib").joinpath("data", "types.tsv")
    return TypeTable(SortedLines(file.read_bytes()))


class TypeTable:
    """What std's functions take and return, and how its types relate.

    Paths may be any public path of an item, also with `core::` or `alloc::` in front; where a
    canonical one is given, nothing is searched. A type's own parameters are those of
    `type_params`: lifetimes, constants and defaulted parameters (allocators, hashers) are left out.
    Signatures contain no aliases.
    """

    def __init__(self, lines: SortedLines) -> None:
        self._lines = lines
        self._impls = Impls(lines)
        #: What was asked for before: by canonical path, but the entries by any path.
        self._entries: dict[str, list[str] | None] = {}
        self._functions: dict[str, tuple[Signature, ...]] = {}
        self._members: dict[str, Mapping[str, Signature]] = {}
        self._traits: dict[str, tuple[str, ...]] = {}
        self._with_method: dict[str, Mapping[str, tuple[str, ...]]] = {}

    def canonical(self, path: str) -> str | None:
        """Return the canonical path of the type, trait, alias or function that `path` names.

        Methods and enum variants have theirs, too. None where std has no such path.
        """
        root, _, rest = path.partition("::")
        if root in ("core", "alloc") and rest:
            path = f"std::{rest}"
        columns = self._columns(path)
        if columns is not None:
            return columns[0][1:] if columns[0].startswith("=") else path
        parent, _, name = path.rpartition("::")
        owner = self.canonical(parent) if 0 < path.count("::") < 8 else None
        if owner is None:
            return None
        if self._columns(f"{owner}::{name}") is not None or name in self.variants(owner):
            return f"{owner}::{name}"
        return None

    def prelude(self, name: str) -> str | None:
        """Return the path of a type, trait, function or variant that needs no import.

        The prelude is that of the newest edition: what an older one lacks is `TryFrom`,
        `TryInto`, `FromIterator` (2021), `Future` and `IntoFuture` (2024).
        """
        return self._prelude.get(name)

    @cached_property
    def _prelude(self) -> Mapping[str, str]:
        columns = self._lines.get("@prelude") or [""]
        return dict(entry.split("=") for entry in columns[0].split())

    def kind(self, path: str) -> str | None:
        """Return `struct`, `union`, `enum`, `trait`, `alias`, `primitive`, `const` or `fn`."""
        columns = self._entry(path)
        return columns[0] if columns is not None else None

    def alias(self, path: str) -> tuple[tuple[str, ...], Type] | None:
        """Return the parameters and the type of a type alias."""
        columns = self._entry(path)
        if columns is None or columns[0] != "alias":
            return None
        return _names(columns), parse_type(columns[2])

    def type_params(self, path: str) -> tuple[str, ...] | None:
        """Return the type parameters of a type, trait or alias; None for what is none of these."""
        columns = self._entry(path)
        return _names(columns) if columns and columns[0] in _WITH_PARAMETERS else None

    def over_params(self, path: str) -> Type | None:
        """Return the type at `path` over its own parameters: `Vec<T>`, `[T]` for `slice`."""
        canonical, names = self.canonical(path), self.type_params(path)
        return over_parameters(canonical, names) if canonical and names is not None else None

    def function(self, path: str) -> Signature | None:
        """Return the signature of a function, method, trait method, or tuple constructor.

        Of a method that special cases of its type define (`Option<&T>::copied`) it is the first;
        see `method_of`.
        """
        canonical = self.canonical(path)
        if canonical is None:
            return None
        signatures = self._signatures(canonical)
        return signatures[0] if signatures else None

    def constant(self, path: str) -> Type | None:
        """Return the type of a constant or static, also of one of a type: `Duration::ZERO`."""
        columns = self._entry(path)
        return parse_type(columns[1]) if columns and columns[0] == "const" else None

    def method(self, type_path: str, name: str) -> Signature | None:
        """Return an inherent method or associated function of a type, by the type's path.

        `type_path` may be a primitive: `str`, `u8`, `slice`, `array`, `{integer}`, `{float}`.
        """
        owner = self.canonical(type_path)
        return self.function(f"{owner}::{name}") if owner is not None else None

    def method_of(self, kind: Type, name: str) -> Signature | None:
        """Return an inherent method or associated function of `kind`, over its type arguments.

        `Option<&u8>` has the `copied` of `Option<&T>`, with u8 for T. References have no methods
        of their own: dereference first.
        """
        owner = head(kind)
        if owner is None:
            return None
        owner = owner.removeprefix("dyn ")
        for signature in self._signatures(f"{owner}::{name}"):
            pattern = signature.self_type or self.over_params(owner)
            values: dict[str, Type] = {}
            if pattern is not None and match_type(pattern, kind, values):
                return substitute_signature(replace(signature, self_type=None), values)
        return None

    def trait_methods(self, trait_path: str) -> Mapping[str, Signature]:
        """Return the methods and associated functions of a trait, by name, over `Self`."""
        found = self._members.get(trait_path)
        if found is None:
            trait, names = self.canonical(trait_path), self.trait_method_names(trait_path)
            found = {name: self._signatures(f"{trait}::{name}")[0] for name in names}
            self._members[trait_path] = found
        return found

    def trait_method_names(self, trait_path: str) -> tuple[str, ...]:
        """Return the names of `trait_methods`, without decoding these."""
        columns = self._entry(trait_path)
        return _words(columns, 3) if columns and columns[0] == "trait" else ()

    def supertraits(self, trait_path: str) -> tuple[str, ...]:
        """Return the paths of the traits that a trait names as its supertraits."""
        columns = self._entry(trait_path)
        return _words(columns, 2) if columns and columns[0] == "trait" else ()

    def fields(self, type_path: str) -> Mapping[str, Type]:
        """Return the public fields of a struct or union; `0`, `1`, … those of a tuple struct."""
        columns = self._entry(type_path)
        if columns is None or columns[0] not in ("struct", "union") or len(columns) < 3:
            return {}
        return dict(parse_fields(columns[2]))

    def variants(self, enum_path: str) -> Mapping[str, tuple[Type, ...]]:
        """Return the variants of an enum with the types of their fields, in order."""
        columns = self._entry(enum_path)
        if columns is None or columns[0] != "enum" or len(columns) < 3:
            return {}
        return dict(parse_variants(columns[2]))

    def traits_of(self, type_path: str) -> tuple[str, ...]:
        """Return the traits with methods that std implements for a type, sorted.

        For some type arguments at least (`BufReader<R>` is `Read` where `R` is), and also through
        an impl for every type that has other traits (`ToString` where there is `Display`).
        """
        owner = self.canonical(type_path)
        if owner is None or self.type_params(owner) is None:
            return ()
        traits = self._traits.get(owner)
        if traits is None:
            traits = self._traits[owner] = tuple(sorted(self._with_blanket_impls(owner)))
        return traits

    def _with_blanket_impls(self, owner: str) -> set[str]:
        found = set(self._impls.traits(owner))
        grown = True
        while grown:
            grown = False
            for impl in self._impls.blanket:
                wanted = {bound.trait for on, bound in impl.bounds if on == impl.self_type}
                if impl.trait not in found and not impl.closures and wanted <= found:
                    found.add(impl.trait)
                    grown = True
        return found

    def traits_with(self, type_path: str, name: str) -> tuple[str, ...]:
        """Return those of `traits_of` that have a method or associated function called `name`."""
        by_name = self._with_method.get(type_path)
        if by_name is None:
            found: dict[str, tuple[str, ...]] = {}
            for trait in self.traits_of(type_path):
                for each in self.trait_method_names(trait):
                    found[each] = (*found.get(each, ()), trait)
            by_name = self._with_method[type_path] = found
        return by_name.get(name, ())

    def traits_of_ref(self, type_path: str) -> tuple[str, ...]:
        """Return the traits that std implements for a reference to a type only, sorted."""
        owner = self.canonical(type_path)
        if owner is None:
            return ()
        return tuple(sorted(self._impls.traits(f"&{owner}") - set(self.traits_of(owner))))

    def implements(self, kind: Type, trait: str) -> bool:
        """Tell whether std's impls show that `kind` implements the trait at a canonical path.

        Of types of the workspace nothing is known here: the answer is False.
        """
        return self._impls.implements(kind, trait)

    def assoc(self, type_path: str, trait: str, name: str) -> Type | None:
        """Return an associated type of a std type, over its own parameters.

        `type_path` may begin with `&`. Where the answer depends on the type arguments it contains
        projections; None where impls differ (`Instant - Instant`) or there is none.
        """
        kind = self.over_params(type_path.lstrip("&"))
        if kind is None:
            return None
        for _ in range(type_path.count("&")):
            kind = Reference(kind)
        return self.assoc_of(kind, trait, name)

    def assoc_of(
        self, kind: Type, trait: str, name: str, args: tuple[Type, ...] | None = None
    ) -> Type | None:
        """Return `<kind as trait<args>>::name`, projections in it solved as far as std goes.

        Without `args` all impls of the trait for `kind` must agree; None where they do not, or
        where std has none (types of the workspace).
        """
        return self._impls.project(kind, self.canonical(trait) or trait, name, args)

    def normalise(self, kind: Type) -> Type:
        """Return `kind` with the projections solved that std's impls solve."""
        return self._impls.normalise(kind)

    def deref_of(self, kind: Type) -> Type | None:
        """Return what `*value` is for a value of type `kind`."""
        return kind.inner if isinstance(kind, Reference) else self.assoc_of(
            kind, "std::ops::Deref", "Target"
        )  # fmt: skip

    def _columns(self, path: str) -> list[str] | None:
        if path.startswith("@"):
            return None
        columns = self._lines.get(path)
        if columns is None and (group := generic_number(path.partition("::")[0])) is not None:
            shared = self._lines.get(path.replace(path.partition("::")[0], group, 1)) or []
            columns = [text.replace(group, path.partition("::")[0]) for text in shared] or None
        return columns

    def _entry(self, path: str) -> list[str] | None:
        if path not in self._entries:
            canonical = self.canonical(path)
            self._entries[path] = self._columns(canonical) if canonical is not None else None
        return self._entries[path]

    def _signatures(self, path: str) -> tuple[Signature, ...]:
        """Return the signatures of the function at a canonical path, the general one first."""
        found = self._functions.get(path)
        if found is None:
            columns = self._columns(path)
            if columns is not None and columns[0] == "fn":
                found = tuple(parse_signature(path, text) for text in columns[1:])
            else:
                found = self._constructor(path)
            self._functions[path] = found
        return found

    def _constructor(self, path: str) -> tuple[Signature, ...]:
        """Return the signature of a tuple variant or tuple struct, as a function."""
        parent, _, name = path.rpartition("::")
        if fields := self.variants(parent).get(name):
            made = self.over_params(parent)
        else:
            public = self.fields(path)
            fields = tuple(public.values()) if "0" in public else ()
            made = self.over_params(path)
        if not fields or made is None:
            return ()
        generics = made.args if isinstance(made, Named) else ()
        names = tuple(each.name for each in generics if isinstance(each, Parameter))
        return (Signature(path, names, None, fields, made),)


def _names(columns: list[str]) -> tuple[str, ...]:
    return tuple(columns[1].split(",")) if len(columns) > 1 and columns[1] else ()


def _words(columns: list[str], number: int) -> tuple[str, ...]:
    return tuple(columns[number].split()) if len(columns) > number else ()
