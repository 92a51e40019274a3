# SPDX-License-Identifier: MIT
"""Steps of schema changes for hypothesis: some that a schema allows, and some that it refuses."""

from hypothesis import strategies as st

from annotator.schema.steps import (
    Add,
    Merge,
    Queue,
    Redefine,
    Remove,
    Rename,
    Settings,
    Split,
)


def steps_for(schema):
    """A step that this schema may or may not allow, with names that exist and odd new ones."""
    labels = st.sampled_from(sorted(schema.labels))
    new = st.sampled_from(["NEW", "<b>x</b>", "=1+1", "None", "null", "漢字", "12", "ACTOR"])
    owner = st.sampled_from(["", *sorted(schema.labels)])
    attribute = st.one_of(
        new,
        st.sampled_from(
            sorted({n for name in schema.labels for n in schema.attributes_of(name)}) or ["x"]
        ),
    )
    held = st.sampled_from(["drop", "refuse"])
    unfit = st.sampled_from(["drop", "add"])
    relation = st.sampled_from([*sorted(schema.relations), "new_relation"])
    type_name = st.sampled_from(["string", "int", "bool", "float"])
    return st.one_of(
        st.builds(Rename, labels, new),
        st.builds(Rename, attribute, attribute, st.just("attribute"), owner),
        st.builds(Rename, relation, new, st.just("relation")),
        st.builds(lambda a, b, how: Merge((a,), b, unfit=how), labels, labels, unfit),
        st.builds(Queue, labels, st.tuples(new)),
        st.builds(Remove, labels, held=st.just("drop")),
        st.builds(Remove, attribute, st.just("attribute"), owner, st.just("drop")),
        st.builds(Remove, relation, st.just("relation"), held=held),
        st.builds(Add, new),
        st.builds(
            lambda name, label, kind, fill: Add(name, "attribute", {"type": kind}, label, fill),
            new,
            owner,
            type_name,
            st.booleans(),
        ),
        st.builds(
            lambda name, label, kind: Redefine(
                name, "attribute", {"type": kind, "default": None}, label, unfit="drop"
            ),
            attribute,
            owner,
            type_name,
        ),
        st.builds(lambda name, value: Split(name, "kind", {"device": value}), labels, new),
        st.builds(lambda text: Settings({"note": text}), new),
    )
