"""What a person can do: use cases as plain functions of a Transaction or a Reader. No Qt, no SQL, no sockets."""
