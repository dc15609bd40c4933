"""The tabs of the matrix page: each asks the library and draws."""
