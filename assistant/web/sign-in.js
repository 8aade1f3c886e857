/** The way in where an office wants to know who asks: an access token, or the office's own sign-in. */

import * as api from "./api.js";
import { element } from "./text.js";

/** Asks until somebody is signed in; resolves to who that is. */
export function signedIn(way) {
  return new Promise((resolve) => {
    const dialog = element("dialog", { className: "sign-in", "aria-labelledby": "sign-in-title" });
    dialog.append(...(way === "oidc" ? office() : byToken((who) => {
      dialog.close();
      dialog.remove();
      resolve(who);
    })));
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    document.body.append(dialog);
    dialog.showModal();
  });
}

const REFUSED = {
  failed: "单位登录没有成功，请重试；若一再失败，请联系管理员。",
  "no-role": "您的账号还没有使用本系统的角色，请联系管理员开通。",
  unreachable: "连不上单位的登录服务，请稍后重试；若一再如此，请联系管理员。",
};

/** The way to the office's sign-in; coming back from there without success, with what went wrong. */
function office() {
  const address = new URL(location.href);
  const refused = REFUSED[address.searchParams.get("sign_in")];
  address.searchParams.delete("sign_in");
  history.replaceState(history.state, "", address);
  return [
    element("h2", { id: "sign-in-title" }, "请先登录"),
    element("p", {}, "用单位的账号登录后，可以查看内部文件和自己的对话。"),
    refused ? element("p", { className: "refusal", role: "alert" }, refused) : "",
    element("a", { className: "send", href: new URL("../api/session/oidc", import.meta.url).href }, "单位登录"),
  ];
}

function byToken(done) {
  const token = element("input", { type: "password", name: "token", required: true, autocomplete: "current-password", id: "token" });
  const problem = element("p", { className: "refusal", role: "alert" });
  const form = element(
    "form",
    {},
    element("h2", { id: "sign-in-title" }, "请先登录"),
    element("p", {}, "填入管理员给您的访问令牌。"),
    element("label", { htmlFor: "token" }, "访问令牌"),
    token,
    problem,
    element("button", { type: "submit", className: "send" }, "登录"),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      done(await api.signIn(token.value.trim()));
    } catch (error) {
      problem.textContent = error.message;
      token.select();
    }
  });
  return [form];
}
