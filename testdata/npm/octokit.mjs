// Plays one story against the GitHub at GITHUB_URL with GitHub's own client
// for JavaScript, as an app, and prints what it saw as JSON.
import { App, Octokit } from "octokit";

const [owner, repo] = ["acme", "shop"];
const baseUrl = `${process.env.GITHUB_URL}/api/v3`;
const app = new App({
  appId: process.env.APP_ID,
  privateKey: process.env.APP_KEY,
  webhooks: { secret: process.env.WEBHOOK_SECRET },
  // The client waits a second between writes and three between comments, as
  // GitHub asks; this story is not about that.
  Octokit: Octokit.defaults({ baseUrl, throttle: { enabled: false } }),
});

const saw = {};
const { data: self } = await app.octokit.request("GET /app");
saw.app = self.slug;
for await (const { installation } of app.eachInstallation.iterator()) {
  saw.installation = installation.account.login;
  saw.id = installation.id;
}
const github = await app.getInstallationOctokit(saw.id);
delete saw.id;

const all = await github.paginate(github.rest.issues.listForRepo, { owner, repo, state: "all", per_page: 2 });
saw.issues = all.map((issue) => issue.number);

const { data: made } = await github.rest.issues.create({ owner, repo, title: "Upgrade the docs", body: "Please.", labels: ["upgrade"] });
const { data: comment } = await github.rest.issues.createComment({ owner, repo, issue_number: made.number, body: "On it" });
await github.rest.issues.updateComment({ owner, repo, comment_id: comment.id, body: "Done" });
await github.rest.reactions.createForIssueComment({ owner, repo, comment_id: comment.id, content: "+1" });

const { organization } = await github.graphql(
  `query($login: String!, $number: Int!) {
    organization(login: $login) {
      projectV2(number: $number) { id field(name: "Status") { ... on ProjectV2SingleSelectField { id options { id name } } } }
    }
  }`,
  { login: owner, number: 1 },
);
const board = organization.projectV2;
const option = board.field.options.find(({ name }) => name === "In Progress");
const { addProjectV2ItemById: added } = await github.graphql(
  `mutation($board: ID!, $issue: ID!) { addProjectV2ItemById(input: {projectId: $board, contentId: $issue}) { item { id } } }`,
  { board: board.id, issue: made.node_id },
);
await github.graphql(
  `mutation($board: ID!, $item: ID!, $field: ID!, $option: String!) {
    updateProjectV2ItemFieldValue(input: {projectId: $board, itemId: $item, fieldId: $field, value: {singleSelectOptionId: $option}}) {
      projectV2Item { id }
    }
  }`,
  { board: board.id, item: added.item.id, field: board.field.id, option: option.id },
);
const cards = await github.graphql.paginate(
  `query($board: ID!, $cursor: String) {
    node(id: $board) {
      ... on ProjectV2 {
        items(first: 1, after: $cursor) {
          nodes { content { ... on Issue { title } } fieldValueByName(name: "Status") { ... on ProjectV2ItemFieldSingleSelectValue { name } } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }`,
  { board: board.id },
);
saw.cards = cards.node.items.nodes.map((item) => `${item.content.title}: ${item.fieldValueByName?.name}`);

const { data: closed } = await github.rest.issues.update({ owner, repo, issue_number: made.number, state: "closed", state_reason: "not_planned" });
saw.closed = `${closed.state} ${closed.state_reason}`;

saw.missing = await github.rest.issues.get({ owner, repo, issue_number: 999 }).catch((error) => `${error.name} ${error.status}`);
saw.invalid = await github.rest.issues.create({ owner, repo, title: "" }).catch((error) => error.response.data.errors[0].code);
saw.unknown = await github.graphql("{ node(id: \"nothing\") { id } }").catch((error) => `${error.name} ${error.errors[0].type}`);

const delivery = JSON.parse(process.env.DELIVERY);
saw.signed = await app.webhooks.verify(delivery.payload, delivery.signature);
saw.forged = await app.webhooks.verify(delivery.payload + " ", delivery.signature);

console.log(JSON.stringify(saw));
