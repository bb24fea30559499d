// 地图只在宽屏上或有人要看时才取；位置只在有人按“离我近”时才问，并只留三位小数（约百米）。
(function () {
  "use strict";
  var own = document.currentScript;
  var panel = document.querySelector("[data-map]");
  var show = document.querySelector("[data-show-map]");
  var near = document.querySelector("button[data-near]");

  function add(name, attributes, parent) {
    var made = document.createElement(name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    parent.insertBefore(made, parent.firstChild);
    return made;
  }

  function draw() {
    if (show) { show.hidden = true; }
    add("link", { rel: "stylesheet", href: own.getAttribute("data-style") }, document.head);
    var map = add("map-panel", { src: panel.getAttribute("data-map"), outlines: own.getAttribute("data-outlines"), role: "group", "aria-label": "示意地图，内容与名单相同", near: "" }, panel);
    add("script", { src: own.getAttribute("data-script") }, document.head);
    return map;
  }

  function follow(map) {
    Array.prototype.forEach.call(document.querySelectorAll("[data-id]"), function (line) {
      line.addEventListener("mouseenter", function () { if (map.mark) { map.mark(line.getAttribute("data-id")); } });
    });
  }

  if (panel && window.customElements) {
    if (window.matchMedia("(min-width: 64.01em)").matches) { follow(draw()); }
    else if (show) { show.hidden = false; show.addEventListener("click", function () { follow(draw()); }); }
  }

  if (near && navigator.geolocation) {
    near.hidden = false;
    near.addEventListener("click", function () {
      near.disabled = true;
      navigator.geolocation.getCurrentPosition(function (found) {
        var here = found.coords.longitude.toFixed(3) + "," + found.coords.latitude.toFixed(3);
        var address = new URL(location.href);
        address.searchParams.set("near", here);
        address.searchParams.delete("page");
        location.assign(address.href);
      }, function () {
        near.disabled = false;
        near.textContent = "没有拿到位置，请选区县";
      }, { maximumAge: 600000, timeout: 8000 });
    });
  }
})();
