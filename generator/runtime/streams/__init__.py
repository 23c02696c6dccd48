"""Operations whose input or output is a stream of items."""
