// Keeps of a style sheet the rules whose classes are wanted, and of its custom properties those that are read.

export function purge(css, { keep, drop, readers }) {
  const wanted = (selector) => {
    const classes = [...selector.matchAll(/\.((?:\\.|[\w-])+)/g)].map((match) => match[1]);
    return classes.every((name) => keep.some((start) => name.startsWith(start)) && !drop.some((start) => name.startsWith(start)));
  };
  const tree = prune(parse(css.replace(/\/\*[\s\S]*?\*\//g, "")), wanted);
  const read = closure(tree, readers);
  return print(dropUnread(tree, read));
}

function parse(css) {
  const root = [];
  const stack = [root];
  let text = "";
  let quote = "";
  let depth = 0;
  for (let at = 0; at < css.length; at += 1) {
    const char = css[at];
    if (char === "\\") {
      text += char + css[at + 1];
      at += 1;
    } else if (quote) {
      text += char;
      if (char === quote) quote = "";
    } else if (char === '"' || char === "'") {
      quote = char;
      text += char;
    } else if (char === "(" || char === ")") {
      depth += char === "(" ? 1 : -1;
      text += char;
    } else if (char === "{" && !depth) {
      const node = { head: text.trim(), body: [] };
      stack.at(-1).push(node);
      stack.push(node.body);
      text = "";
    } else if ((char === "}" || char === ";") && !depth) {
      if (text.trim()) stack.at(-1).push({ declaration: text.trim() });
      text = "";
      if (char === "}") stack.pop();
    } else {
      text += char;
    }
  }
  return root;
}

function splitSelectors(head) {
  const parts = [];
  let depth = 0;
  let text = "";
  for (const char of head) {
    if ("([".includes(char)) depth += 1;
    if (")]".includes(char)) depth -= 1;
    if (char === "," && !depth) {
      parts.push(text);
      text = "";
    } else {
      text += char;
    }
  }
  return [...parts, text];
}

const nests = (head) => /^@(media|supports|layer|container)/.test(head);

function prune(nodes, wanted) {
  const kept = [];
  for (const node of nodes) {
    if (node.declaration || /^@(keyframes|-webkit-keyframes|property)/.test(node.head)) {
      kept.push(node);
    } else if (nests(node.head)) {
      const body = prune(node.body, wanted);
      if (body.length) kept.push({ ...node, body });
    } else if (!node.head.startsWith("@")) {
      const head = splitSelectors(node.head).filter(wanted).join(",");
      if (head) kept.push({ ...node, head });
    }
  }
  return kept;
}

function declarations(nodes) {
  return nodes.flatMap((node) => (node.declaration ? [node.declaration] : declarations(node.body)));
}

const namesRead = (text) => [...text.matchAll(/var\(\s*(--[\w-]+)/g)].map((match) => match[1]);

function closure(tree, readers) {
  const all = declarations(tree);
  const read = new Set([...namesRead(readers), ...all.filter((line) => !line.startsWith("--")).flatMap(namesRead)]);
  const values = new Map();
  for (const line of all.filter((each) => each.startsWith("--"))) {
    const name = line.slice(0, line.indexOf(":")).trim();
    values.set(name, `${values.get(name) || ""} ${line}`);
  }
  const queue = [...read];
  while (queue.length) {
    for (const name of namesRead(values.get(queue.pop()) || "")) {
      if (!read.has(name)) {
        read.add(name);
        queue.push(name);
      }
    }
  }
  return read;
}

function dropUnread(nodes, read) {
  const animated = declarations(nodes).filter((line) => line.startsWith("animation")).join(" ");
  const visit = (list) => list.flatMap((node) => {
    if (node.declaration) {
      const name = node.declaration.slice(0, node.declaration.indexOf(":")).trim();
      return name.startsWith("--") && !read.has(name) ? [] : [node];
    }
    const moves = node.head.match(/^@(?:-webkit-)?keyframes\s+(\S+)/);
    if (moves) return animated.includes(moves[1]) ? [node] : [];
    const body = visit(node.body);
    return body.length ? [{ ...node, body }] : [];
  });
  return visit(nodes);
}

function print(nodes) {
  return nodes.map((node) => (node.declaration ? `${node.declaration};` : `${node.head}{${print(node.body)}}`)).join("");
}
