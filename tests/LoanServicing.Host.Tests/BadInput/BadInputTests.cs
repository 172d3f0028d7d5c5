using System.Globalization;
using System.Net;
using LoanServicing.Domain.Loans;
using LoanServicing.Host.Tests.Support;
using LoanServicing.TestSupport;

namespace LoanServicing.Host.Tests.BadInput;

/// <summary>
/// Every POST, with bodies that cannot be right: each is refused with a code and the field that is wrong, and changes nothing. In the end
/// each command is sent as it should be, and is taken: nothing but the change was the reason.
/// </summary>
public sealed class BadInputTests(BadInputTests.Prepared prepared) : IClassFixture<BadInputTests.Prepared>
{
    private const int LargestBody = 64 * 1024;

    private static readonly string[] Files = ["/funding/statements", "/salary-deductions"];

    private RunningProgramme Programme => prepared.Programme;

    [Fact]
    public async Task EveryPost_RefusesWhatCannotBeRight_AndChangesNothing()
    {
        var before = await StoredRows.OfAsync(Programme);
        var found = new List<string>();
        foreach (var command in prepared.Commands)
        {
            await TryBodiesAsync(command, found);
            await TryKeysAsync(command, found);
            await TryFieldsAsync(command, found);
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
        var after = await StoredRows.OfAsync(Programme);
        Assert.Equal(before.Keys, after.Keys);
        Assert.All(before, table => Assert.Equal((table.Key, table.Value), (table.Key, after[table.Key])));
        foreach (var command in prepared.Commands)
        {
            var reply = await command.SendAsync(command.Legal.ToJsonString());
            Assert.True((int)reply.Status is >= 200 and < 300, $"{command}: {reply.Text}");
            AssertDeclared(command, reply);
            AssertDeclared(command, await command.SendAsync(command.Legal.ToJsonString()));
        }
    }

    /// <summary>The body of a statement is the bank's file and that of a salary list the employer's, and no JSON; what is wrong with them is in the tests of these files.</summary>
    [Fact]
    public void Matrix_HoldsEveryPost() =>
        Assert.Equal(
            Route.Of(Programme.Application).Where(route => route.Method == "POST" && !Files.Any(file => route.Pattern.EndsWith(file, StringComparison.Ordinal))).Select(route => route.Pattern[(Route.ApiPrefix.Length + 1)..]),
            prepared.Commands.Select(command => command.Pattern).Order(StringComparer.Ordinal));

    [Fact]
    public void Document_RequiresOfEveryPostWhatIsRequired()
    {
        foreach (var command in prepared.Commands)
        {
            var body = prepared.Document.Operation(command.Operation)["requestBody"];
            var name = ((string?)body?["content"]!["application/json"]!["schema"]!["$ref"])?.Split('/')[^1];
            var schema = name is null ? null : prepared.Document.Schemas[name];

            var required = schema?["required"]?.AsArray().Select(field => (string)field!) ?? [];
            var known = schema?["properties"]!.AsObject().Select(field => field.Key) ?? [];

            Assert.Equal(command.Required.Except(command.Conditional).Order(StringComparer.Ordinal), required.Order(StringComparer.Ordinal));
            Assert.Empty(command.Legal.Select(field => field.Key).Except(known));
        }
    }

    [Fact]
    public async Task EveryPost_AboutNothing_Answers404()
    {
        foreach (var command in prepared.Commands.Where(command => command.Pattern.Contains('{')))
        {
            foreach (var id in (string[])[Guid.Empty.ToString(), "nonsense", "000-000-000"])
            {
                var path = string.Join('/', command.Pattern.Split('/').Select(part => part.StartsWith('{') ? id : part));
                var reply = await command.Client.SendAsync(path, command.Legal, $"404-{path}");
                Assert.True(reply is { Status: HttpStatusCode.NotFound, Code: "not-found" }, $"{path}: {(int)reply.Status} {reply.Text}");
            }
        }
    }

    [Fact]
    public async Task WrongMethod_Answers405()
    {
        var reply = await Programme.Officer.ReadAsync("quotes");

        Assert.Equal("method.not-allowed", reply.Expect(HttpStatusCode.MethodNotAllowed).Code);
    }

    [Theory]
    [InlineData("applications?limit=0")]
    [InlineData("applications?limit=501")]
    [InlineData("applications?limit=ten")]
    [InlineData("applications?cursor=rubbish")]
    [InlineData("applications?status=Lost")]
    [InlineData("applications?tranche=farming")]
    [InlineData("milestones?kind=none")]
    [InlineData("milestones?cursor=rubbish")]
    [InlineData("guarantors/1234567890/exposure")]
    [InlineData("loans?limit=0")]
    [InlineData("loans?cursor=rubbish")]
    [InlineData("loans?class=bad")]
    [InlineData("loans?overdue=maybe")]
    [InlineData("waiting-list?tranche=farming")]
    [InlineData("waiting-list?limit=501")]
    [InlineData("payment-orders?status=lost")]
    [InlineData("payment-orders?limit=-1")]
    public async Task List_WithAFilterThatCannotBeRight_Answers400(string path)
    {
        var reply = (await Programme.Officer.ReadAsync(path)).Expect(HttpStatusCode.BadRequest);

        Assert.NotNull(reply.Code);
    }

    [Theory]
    [InlineData("funding/trial-balance?asOf=2099-01-01")]
    [InlineData("portfolio/arrears?asOf=2099-01-01")]
    [InlineData("portfolio/arrears/loans?tranche=cars")]
    [InlineData("funding/ledger?account=GOODWILL")]
    [InlineData("funding/ledger?account=CASH&cursor=rubbish")]
    [InlineData("funding/journal?from=rubbish")]
    [InlineData("funding/funders/SINA/statement?to=1405-09-01")]
    public async Task Books_WithAQueryThatCannotBeRight_Answer400(string path)
    {
        var reply = (await Programme.Finance.ReadAsync(path)).Expect(HttpStatusCode.BadRequest);

        Assert.Single(reply.Errors);
    }

    private void AssertDeclared(Command command, Reply reply) =>
        Assert.Contains(((int)reply.Status).ToString(CultureInfo.InvariantCulture), prepared.Document.Statuses(command.Operation));

    private static async Task TryBodiesAsync(Command command, List<string> found)
    {
        if (!command.MayBeEmpty)
        {
            await ExpectAsync(command, null, 400, "body.empty", null, found);
        }

        await ExpectAsync(command, "{\"a\":", 400, "body.not-json", null, found);
        await ExpectAsync(command, "{\"a\":1,\"a\":2}", 400, "request.malformed", "a field.duplicate", found);
        await ExpectAsync(command, string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40), 400, "body.not-json", null, found);
        await ExpectAsync(command, "[]", 400, "body.not-an-object", null, found);
        await ExpectAsync(command, "null", 400, "body.not-an-object", null, found);
        await ExpectAsync(command, $"{{\"a\":\"{new string('x', LargestBody)}\"}}", 413, "body.too-large", null, found);
    }

    private static async Task TryKeysAsync(Command command, List<string> found)
    {
        if (!command.ReadsKey)
        {
            return;
        }

        var tooLong = await command.Client.SendAsync(command.Path, command.Legal, new string('k', 101));
        Note(command, "a key of 101 characters", tooLong, 400, "idempotency-key.too-long", null, found);
        if (command.MovesMoney)
        {
            var without = await command.Client.SendAsync(command.Path, command.Legal);
            Note(command, "no key", without, 400, "idempotency-key.required", null, found);
        }
    }

    private static async Task TryFieldsAsync(Command command, List<string> found)
    {
        await ExpectAsync(command, command.Changed("noSuchField", "1"), 400, "request.malformed", "noSuchField field.unknown", found);
        foreach (var field in command.Required)
        {
            await ExpectAsync(command, command.Changed(field, null), 400, "request.malformed", field, found);
            await ExpectAsync(command, command.Changed(field, "null"), 400, "request.malformed", field, found);
        }

        foreach (var (field, value) in command.Legal)
        {
            foreach (var wrong in WrongValues.Of(field, value!))
            {
                await ExpectAsync(command, command.Changed(field, wrong), 400, "request.malformed", field, found);
            }
        }
    }

    private static async Task ExpectAsync(Command command, string? body, int status, string code, string? field, List<string> found)
    {
        var shown = body is { Length: > 100 } ? $"{body[..50]} ... {body[^50..]}" : body;
        Note(command, shown ?? "no body", await command.SendAsync(body), status, code, field, found);
    }

    private static void Note(Command command, string sent, Reply reply, int status, string code, string? field, List<string> found)
    {
        var named = field is null || reply.Errors.Any(error => error.StartsWith(field, StringComparison.Ordinal));
        if ((int)reply.Status != status || reply.Code != code || !named)
        {
            found.Add($"{command} {sent}: {status} {code} {field} was expected, not {(int)reply.Status} {reply.Text}");
        }
    }

    /// <summary>One programme in which every command has something to act on.</summary>
    public sealed class Prepared : IAsyncLifetime
    {
        private readonly TestFolder _configured = new();

        internal RunningProgramme Programme { get; private set; } = null!;

        internal ApiDocument Document { get; private set; } = null!;

        internal IReadOnlyList<Command> Commands { get; private set; } = [];

        public async Task InitializeAsync()
        {
            // So that a cost of lateness can be charged.
            var file = ProgrammeFile.Write(_configured, programme => programme with { Products = [.. programme.Products.Select(product => product with { LatePolicy = LatePolicy.ActualCostOnly })] });
            Programme = await RunningProgramme.StartWithCashAsync(settings: new() { ["Programme:File"] = file });
            Document = await ApiDocument.OfAsync(Programme.Application);
            Commands = await CommandMatrix.PrepareAsync(Programme);
        }

        public async Task DisposeAsync()
        {
            await Programme.DisposeAsync();
            _configured.Dispose();
        }
    }
}
