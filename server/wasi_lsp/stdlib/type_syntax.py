"""Types as text: Rust's own syntax, as far as the model of types goes.

    std::vec::Vec<T>   &str   [u8]   [T;_]   (A,B)   fn(A)->R   dyn std::iter::Iterator<Item=T>
    <T as std::iter::Iterator>::Item   !   _ (unknown)

A name without `::` is a parameter, unless it is a primitive type. `{integer}` and `{float}` are
primitives, too. Signatures and impls are written

    <F,U>(self,F)->std::option::Option<U> where F:fn(T)->U for std::option::Option<T>
    std::iter::Iterator for std::iter::Map<I,F> where F:fn(_)->B,I:std::iter::Iterator [Item=B]

The text is that of our own data; reading another one raises `ValueError`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from wasi_lsp.stdlib.types import (
    UNIT,
    UNKNOWN,
    Bound,
    Function,
    Impl,
    Named,
    Never,
    Parameter,
    Projection,
    Reference,
    Signature,
    SliceType,
    TraitObject,
    TupleType,
    Type,
)

INTEGERS = (
    "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize",
)  # fmt: skip
FLOATS = ("f16", "f32", "f64", "f128")
PRIMITIVES = frozenset((*INTEGERS, *FLOATS, "bool", "char", "str", "{integer}", "{float}"))

_TOKEN = re.compile(r"->|[\w{}]+(?:::[\w{}]+)*|::|[<>()\[\]&!;,=:]")

_T = TypeVar("_T")


def write_type(kind: Type) -> str:
    """Return the text of `kind`."""
    match kind:
        case Named(path, args):
            return f"{path}{_angle(map(write_type, args))}"
        case Reference(inner):
            return f"&{write_type(inner)}"
        case TupleType(parts):
            return f"({_list(parts)}{',' if len(parts) == 1 else ''})"
        case SliceType(element, is_array):
            return f"[{write_type(element)}{';_' if is_array else ''}]"
        case Parameter(name):
            return name
        case Projection(subject, trait, name):
            return f"<{write_type(subject)} as {trait}>::{name}"
        case Function():
            return _write_function(kind)
        case TraitObject(trait, args, bindings):
            return f"dyn {_write_bound(Bound(trait, args, bindings))}"
        case Never():
            return "!"
    return "_"


def write_signature(signature: Signature) -> str:
    """Return the text of `signature`, without its path."""
    receiver = signature.receiver
    params = [receiver] if receiver is not None else []
    params += map(write_type, signature.params)
    returns = "" if signature.returns == UNIT else f"->{write_type(signature.returns)}"
    closures = [(Parameter(name), function) for name, function in signature.closures]
    bounds = [(Parameter(name), bound) for name, bound in signature.bounds]
    text = f"{_angle(signature.generics)}({','.join(params)}){returns}{_where(closures, bounds)}"
    return text if signature.self_type is None else f"{text} for {write_type(signature.self_type)}"


def write_impl(impl: Impl) -> str:
    """Return the text of `impl`."""
    text = f"{_write_bound(Bound(impl.trait, impl.args))} for {write_type(impl.self_type)}"
    text += _where(impl.closures, impl.bounds)
    if not impl.assoc:
        return text
    return f"{text} [{','.join(f'{name}={write_type(kind)}' for name, kind in impl.assoc)}]"


def write_fields(fields: Iterable[tuple[str, Type]]) -> str:
    """Return the text of named fields: `a:A,b:B`."""
    return ",".join(f"{name}:{write_type(kind)}" for name, kind in fields)


def write_variants(variants: Iterable[tuple[str, tuple[Type, ...]]]) -> str:
    """Return the text of variants: `Some(T),None`."""
    return ",".join(f"{name}({_list(parts)})" if parts else name for name, parts in variants)


def parse_type(text: str) -> Type:
    """Return the type that `text` writes."""
    return _whole(text, _Parser.type)


def parse_signature(path: str, text: str) -> Signature:
    """Return the signature of the item `path` that `text` writes."""
    return _whole(text, lambda parser: parser.signature(path))


def parse_impl(text: str) -> Impl:
    """Return the impl that `text` writes."""
    return _whole(text, _Parser.impl)


def parse_fields(text: str) -> tuple[tuple[str, Type], ...]:
    """Return the fields that `text` writes, in order."""
    return _whole(text, lambda parser: parser.listed("", parser.field)) if text else ()


def parse_variants(text: str) -> tuple[tuple[str, tuple[Type, ...]], ...]:
    """Return the variants that `text` writes, in order."""
    return _whole(text, lambda parser: parser.listed("", parser.variant)) if text else ()


def _list(kinds: Iterable[Type]) -> str:
    return ",".join(map(write_type, kinds))


def _angle(parts: Iterable[str]) -> str:
    text = ",".join(parts)
    return f"<{text}>" if text else ""


def _write_function(function: Function) -> str:
    returns = "" if function.returns == UNIT else f"->{write_type(function.returns)}"
    return f"fn({_list(function.params)}){returns}"


def _write_bound(bound: Bound) -> str:
    bindings = [f"{name}={write_type(kind)}" for name, kind in bound.bindings]
    return f"{bound.trait}{_angle([*map(write_type, bound.args), *bindings])}"


def _where(closures: Iterable[tuple[Type, Function]], bounds: Iterable[tuple[Type, Bound]]) -> str:
    parts = [f"{write_type(kind)}:{_write_function(function)}" for kind, function in closures]
    parts += [f"{write_type(kind)}:{_write_bound(bound)}" for kind, bound in bounds]
    return f" where {','.join(parts)}" if parts else ""


def _whole(text: str, parse: Callable[[_Parser], _T]) -> _T:
    parser = _Parser(text)
    value = parse(parser)
    if parser.next != "":
        raise ValueError(f"{text!r}: what is {parser.next!r}?")
    return value


class _Parser:
    """Reads one text, token by token; `next` is the token not yet read, `""` at the end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: list[str] = [*_TOKEN.findall(text), ""]
        self._position = 0

    @property
    def next(self) -> str:
        return self._tokens[self._position]

    def take(self) -> str:
        token = self.next
        self._position += token != ""
        return token

    def accept(self, token: str) -> bool:
        found = self.next == token
        self._position += found
        return found

    def expect(self, token: str) -> None:
        if not self.accept(token):
            raise ValueError(f"{self._text!r}: {token!r} is missing before {self.next!r}")

    def listed(self, end: str, part: Callable[[], _T]) -> tuple[_T, ...]:
        """Read parts with commas between them up to `end`, which is read, too."""
        parts = []
        while self.next not in (end, ""):
            parts.append(part())
            if not self.accept(","):
                break
        if end:
            self.expect(end)
        return tuple(parts)

    def type(self) -> Type:
        token = self.take()
        match token:
            case "&":
                return Reference(self.type())
            case "!":
                return Never()
            case "_":
                return UNKNOWN
            case "(":
                return TupleType(self.listed(")", self.type))
            case "[":
                element = self.type()
                is_array = self.accept(";")
                if is_array:
                    self.expect("_")
                self.expect("]")
                return SliceType(element, is_array)
            case "<":
                return self._projection()
            case "fn":
                return self._function()
            case "dyn":
                bound = self.bound(self.take())
                return TraitObject(bound.trait, bound.args, bound.bindings)
        if not token or not (token[0].isalnum() or token[0] in "_{"):
            raise ValueError(f"{self._text!r}: no type begins with {token!r}")
        if "::" not in token and token not in PRIMITIVES:
            return Parameter(token)
        return Named(token, self.listed(">", self.type) if self.accept("<") else ())

    def bound(self, trait: str) -> Bound:
        """Read what follows on the name of a trait."""
        args: list[Type] = []
        bindings: list[tuple[str, Type]] = []
        if self.accept("<"):
            while self.next not in (">", ""):
                kind = self.type()
                if self.accept("="):
                    assert isinstance(kind, Parameter)
                    bindings.append((kind.name, self.type()))
                else:
                    args.append(kind)
                self.accept(",")
            self.expect(">")
        return Bound(trait, tuple(args), tuple(bindings))

    def field(self) -> tuple[str, Type]:
        name = self.take()
        self.expect(":")
        return name, self.type()

    def variant(self) -> tuple[str, tuple[Type, ...]]:
        name = self.take()
        return name, self.listed(")", self.type) if self.accept("(") else ()

    def signature(self, path: str) -> Signature:
        generics = self.listed(">", self.take) if self.accept("<") else ()
        self.expect("(")
        receiver = self._receiver()
        params = self.listed(")", self.type)
        returns = self.type() if self.accept("->") else UNIT
        closures, bounds = self._where()
        return Signature(
            path,
            generics,
            receiver,
            params,
            returns,
            tuple((_name(kind), function) for kind, function in closures),
            tuple((_name(kind), bound) for kind, bound in bounds),
            self.type() if self.accept("for") else None,
        )

    def impl(self) -> Impl:
        bound = self.bound(self.take())
        self.expect("for")
        self_type = self.type()
        closures, bounds = self._where()
        assoc = self.listed("]", self._binding) if self.accept("[") else ()
        return Impl(bound.trait, bound.args, self_type, assoc, closures, bounds)

    def _projection(self) -> Type:
        subject = self.type()
        self.expect("as")
        trait = self.take()
        self.expect(">")
        self.expect("::")
        return Projection(subject, trait, self.take())

    def _function(self) -> Function:
        self.expect("(")
        params = self.listed(")", self.type)
        return Function(params, self.type() if self.accept("->") else UNIT)

    def _binding(self) -> tuple[str, Type]:
        name = self.take()
        self.expect("=")
        return name, self.type()

    def _receiver(self) -> str | None:
        tokens = self._tokens[self._position : self._position + 3]
        if tokens[:2] == ["&", "self"]:
            receiver = "&self"
        elif tokens == ["&", "mut", "self"]:
            receiver = "&mut self"
        elif tokens[:2] == ["self", ":"]:
            self._position += 2
            receiver = f"self:{write_type(self.type())}"
            self.accept(",")
            return receiver
        elif tokens[:1] == ["self"]:
            receiver = "self"
        else:
            return None
        self._position += len(receiver.replace("&", "& ").split())
        self.accept(",")
        return receiver

    def _where(
        self,
    ) -> tuple[tuple[tuple[Type, Function], ...], tuple[tuple[Type, Bound], ...]]:
        closures: list[tuple[Type, Function]] = []
        bounds: list[tuple[Type, Bound]] = []
        if self.accept("where"):
            while True:
                kind = self.type()
                self.expect(":")
                if self.accept("fn"):
                    closures.append((kind, self._function()))
                else:
                    bounds.append((kind, self.bound(self.take())))
                if not self.accept(","):
                    break
        return tuple(closures), tuple(bounds)


def _name(kind: Type) -> str:
    assert isinstance(kind, Parameter)
    return kind.name
