/** Loads no Python: the tiny app of tiny_start.py in JavaScript, for tests of everything around the runtime. */
export const folders = () => [];

export const loadRuntime = async () => ({ pyimport: () => ({ start }) });

function start({ request }, config) {
  const heard = [];
  const say = ({ page }, answer) => request(JSON.stringify({ kind: "said", page, answer }));
  const handle = {
    count: ({ number }) => heard.push(number),
    hang: () => {
      for (;;);
    },
    recite: (moment) => say(moment, { heard, config }),
    do: async (moment) => say(moment, JSON.parse(await request(JSON.stringify(moment.request)))),
  };
  return (text) => {
    const moment = JSON.parse(text);
    (handle[moment.kind] ?? handle.do)(moment);
  };
}
