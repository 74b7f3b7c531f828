"""The tree of the trail's checkpoints: the vectors of the Certificate Transparency reference tree, and growth."""

import hashlib

import pytest

from vault.merkle import Tree

LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def grown(leaves: list[bytes]) -> Tree:
    tree = Tree()
    for leaf in leaves:
        tree.add(leaf)
    return tree


@pytest.mark.parametrize("size", range(len(ROOTS)))
def test_the_reference_tree_has_its_published_roots(size: int) -> None:
    assert grown([bytes.fromhex(leaf) for leaf in LEAVES[:size]]).root.hex() == ROOTS[size]


def plain(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962, section 2.1, word for word."""
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hashlib.sha256(b"\1" + plain(leaves[:split]) + plain(leaves[split:])).digest()


def test_a_tree_goes_on_from_its_frontier_at_every_size() -> None:
    leaves = [bytes([number]) * 3 for number in range(70)]
    for size in range(1, len(leaves)):
        before = grown(leaves[:size])
        after = Tree(size, before.frontier)
        after.add(leaves[size])
        assert after.root == plain(leaves[: size + 1])


@pytest.mark.parametrize(("size", "frontier"), [(1, b""), (2, bytes(64)), (3, bytes(63)), (0, bytes(32))])
def test_a_frontier_of_another_size_is_refused(size: int, frontier: bytes) -> None:
    with pytest.raises(ValueError, match="subtree"):
        Tree(size, frontier)
