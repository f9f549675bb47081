/** Markdown as a partner writes it, and as somebody hostile does. The second half must be shown as text. */
export const MARKDOWN = {
  en: `## How points are counted

A pupil gets **one point** for every page and *five* for a summary. See [the rules](https://example.org/rules).

1. Read a book
2. Write a \`summary\`
   - in Arabic or
   - in English

> Reading is a *journey*.

---

Shown as text: [click me](javascript:alert(1)) <img src=x onerror=alert(1)> ![picture](https://evil.example/p.png)
[plain](http://evil.example) <script>alert(1)</script>
`,
  ar: `## كيف تُحسب النقاط

يحصل الطالب على **نقطة واحدة** لكل صفحة و*خمس نقاط* للملخص. انظر [القواعد](https://example.org/rules).

1. اقرأ كتابًا
2. اكتب \`ملخصًا\`
   - بالعربية أو
   - بالإنجليزية

> القراءة *رحلة*.

---

يظهر نصًا: [اضغط](javascript:alert(1)) <img src=x onerror=alert(1)> ![صورة](https://evil.example/p.png)
`,
};
