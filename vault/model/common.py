"""What every record carries (product.md, "Every record carries"), declared once for all nouns."""

from typing import Final

from vault.model.fields import Field, Kind, Mask, Merge, Sensitivity, Words

TAGS: Final = Field(
    name="tags",
    kind=Kind.LINKS,
    target="tag",
    words=Words("Tags", "标签"),
    sensitivity=Sensitivity.OPEN,
    mask=Mask.VALUE,
    merge=Merge.SET,
    headers=("tags", "labels", "categories", "group membership", "category", "标签", "分组", "客户标签"),
)


def _open(
    name: str,
    kind: Kind,
    english: str,
    chinese: str,
    merge: Merge = Merge.REGISTER,
    target: str | None = None,
) -> Field:
    return Field(
        name=name, kind=kind, words=Words(english, chinese), sensitivity=Sensitivity.OPEN, mask=Mask.VALUE,
        merge=merge, target=target, sortable=kind is Kind.INSTANT and name == "created_at",
    )  # fmt: skip


CARRIED: Final = (
    _open("owner", Kind.LINK, "Owner", "负责人", target="user"),
    _open("team", Kind.LINK, "Team", "团队", target="team"),
    TAGS,
    _open("source", Kind.TEXT, "Source", "来源", Merge.COMPUTED),
    _open("created_at", Kind.INSTANT, "Created", "创建时间", Merge.COMPUTED),
    _open("created_by", Kind.LINK, "Created by", "创建人", Merge.COMPUTED, "user"),
    _open("updated_at", Kind.INSTANT, "Changed", "修改时间", Merge.COMPUTED),
    _open("updated_by", Kind.LINK, "Changed by", "修改人", Merge.COMPUTED, "user"),
    _open("restricted_at", Kind.INSTANT, "Restricted since", "限制处理自", Merge.REGISTER),
    _open("deleted_at", Kind.INSTANT, "In trash since", "移入回收站", Merge.COMPUTED),
)
"""Fields of every noun; `created_*`, `updated_*`, `source`, `deleted_at` are written by the vault itself."""

VAULT_WRITTEN: Final = frozenset(field.name for field in CARRIED if field.merge is Merge.COMPUTED)
