export function Logo() {
  return <span>Daftar</span>;
}

export function Icon() {
  return <span>D</span>;
}
