"""The one style sheet of the application: only for native text controls, menus, tooltips and scroll bars.

Everything else is painted by the kit. Never set a style sheet on a single widget: it is slow and escapes the theme.
GUI thread only.
"""

from string import Template
from typing import Final

from ui.theme import theme, tokens, u

_SHEET: Final = Template("""
QLineEdit, QPlainTextEdit, QTextEdit {
  background: $surface; color: $fg; border: 1px solid $ctl; border-radius: 8px;
  padding: 1px ${p10}px; selection-background-color: $accent; selection-color: $onAccent; }
QPlainTextEdit, QTextEdit { padding: ${p6}px ${p8}px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus {
  border: 2px solid $focus; padding: 0px ${p9}px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: ${p5}px ${p7}px; }
QLineEdit { lineedit-password-character: 8226; }
QLineEdit[tone="bad"], QPlainTextEdit[tone="bad"] { border: 2px solid $bad; padding: 0px ${p9}px; }
QLineEdit[tone="warn"] { border: 2px solid $warn; padding: 0px ${p9}px; }
QLineEdit[tone="quiet"] { border: 1px solid transparent; background: $hover; }
QLineEdit[tone="quiet"]:focus { border: 2px solid $focus; background: $surface; }
QPlainTextEdit[tone="bare"], QPlainTextEdit[tone="bare"]:focus { border: 0; background: transparent;
  padding: ${p8}px ${p5}px; }
QLineEdit:disabled, QPlainTextEdit:disabled { color: $disabled; background: $sunken; border-color: $line; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $sunken; }
QComboBox { combobox-popup: 0; }
QComboBoxPrivateContainer { background: transparent; border: 0; }
QComboBox QAbstractItemView {
  background: $surface; color: $fg; border: 1px solid $line; border-radius: 8px; padding: 4px; outline: 0; }
QMenuBar { background: $canvas; color: $fg2; border: 0; padding: 2px 6px; }
QMenuBar::item { background: transparent; padding: 4px 10px; border-radius: 6px; }
QMenuBar::item:selected { background: $press; color: $fg; }
QMenu { background: $surface; color: $fg; border: 1px solid $line; border-radius: 10px; padding: 6px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 6px; min-height: ${p18}px; }
QMenu::item:selected { background: $sel; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QMenu::icon { padding-left: 8px; }
QToolTip { background: $tip; color: $tipFg; border: 1px solid $tip; padding: 5px 8px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $press; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $ctl; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
QAbstractScrollArea { border: 0; }
QAbstractScrollArea::corner { background: transparent; border: 0; }
QHeaderView { background: $surface; border: 0; }
QHeaderView::section { background: $surface; color: $fg2; border: 0; border-bottom: 1px solid $line;
  padding: ${p8}px; font-weight: 500; }
QHeaderView::section:first { padding-left: ${p24}px; }
""")


def text() -> str:
    """The style sheet in the colours and sizes in force."""
    colours = {name: value for name, value in tokens()[theme().scheme].items() if isinstance(value, str)}
    return _SHEET.substitute(colours, **{f"p{size}": u(size) for size in (5, 6, 7, 8, 9, 10, 18, 24)})
