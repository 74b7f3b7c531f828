"""What a value should look like: names, phones, e-mails, money, days and text, read from what people type.

Pure functions of text; anyone, any thread. What cannot be read raises `Unfit` with the key of its reason.
"""
