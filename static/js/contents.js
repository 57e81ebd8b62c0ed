// Marks in a contents list the part that is being read. Without it the list is a plain list of links.
export function startContents(list) {
  if (!("IntersectionObserver" in window)) return;
  const links = new Map();
  for (const link of list.querySelectorAll('a[href^="#"]')) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (target) links.set(target, link);
  }
  const observer = new IntersectionObserver(
    (entries) => {
      const seen = entries.find((entry) => entry.isIntersecting);
      if (!seen) return;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(seen.target).setAttribute("aria-current", "true");
    },
    { rootMargin: "0px 0px -70% 0px" },
  );
  for (const target of links.keys()) observer.observe(target);
}
