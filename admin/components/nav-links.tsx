export function NavLinks() {
  return null;
}
