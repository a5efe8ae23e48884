"""What names mean and under which condition code is compiled and reached."""
