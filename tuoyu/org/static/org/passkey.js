// Says in words why a passkey did not work; allauth would only write to the console.
document.addEventListener("allauth.error", (event) => {
  const place = document.querySelector("[data-passkey-trouble]");
  if (!place) {
    return;
  }
  event.preventDefault();
  const reason = event.detail.exception?.name;
  const byNumber = /^[\d.]+$|:/.test(location.hostname);
  if (byNumber) {
    place.textContent = "用 IP 地址打开时不能用通行密钥。请改用域名（本机用 localhost）打开，或改用验证器。";
  } else if (reason === "NotAllowedError") {
    place.textContent = "没有完成确认，或这台设备上没有这个账号的通行密钥。可以再试一次，或改用密码。";
  } else if (reason === "InvalidStateError") {
    place.textContent = "这台设备已经设置过通行密钥，不用再设。";
  } else {
    place.textContent = "这台设备或浏览器用不了通行密钥。请换一台，或改用验证器。";
  }
  place.hidden = false;
});
