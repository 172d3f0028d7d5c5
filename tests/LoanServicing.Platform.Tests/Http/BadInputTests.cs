using System.Net;
using System.Text;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport;

namespace LoanServicing.Platform.Tests.Http;

/// <summary>What comes from outside and is not what it should be: always a problem with a code, never an error of ours.</summary>
public sealed class BadInputTests(BadInputTests.Server server) : IClassFixture<BadInputTests.Server>
{
    [Theory]
    [InlineData("0", "amount.out-of-range")]
    [InlineData("-0", "amount.out-of-range")]
    [InlineData("-1", "amount.out-of-range")]
    [InlineData("9007199254740993", "amount.out-of-range")]
    [InlineData("9223372036854775808", "amount.out-of-range")]
    [InlineData("99999999999999999999999999", "amount.out-of-range")]
    [InlineData("-99999999999999999999999999", "amount.out-of-range")]
    [InlineData("1.0", "integer.expected")]
    [InlineData("1.5", "integer.expected")]
    [InlineData("1e3", "integer.expected")]
    [InlineData("1E3", "integer.expected")]
    [InlineData("\"5\"", "integer.expected")]
    [InlineData("\"۵\"", "integer.expected")]
    [InlineData("\"\"", "integer.expected")]
    [InlineData("true", "integer.expected")]
    [InlineData("[5]", "integer.expected")]
    [InlineData("{}", "integer.expected")]
    [InlineData("null", "field.required")]
    public async Task A_bad_amount_is_named_with_its_field(string amount, string code)
    {
        using var answer = await server.Officer.PostTextAsync("notes", $$"""{"text":"x","amountRials":{{amount}}}""");
        await AssertMalformedAsync(answer, "amountRials", code);
    }

    [Theory]
    [InlineData("""{"amountRials":1}""", "field.required")]
    [InlineData("""{"text":null,"amountRials":1}""", "field.required")]
    [InlineData("""{"text":"","amountRials":1}""", "field.required")]
    [InlineData("""{"text":" \t ","amountRials":1}""", "field.required")]
    [InlineData("""{"text":5,"amountRials":1}""", "text.expected")]
    [InlineData("""{"text":["x"],"amountRials":1}""", "text.expected")]
    [InlineData("""{"text":"a\u0000b","amountRials":1}""", "text.control-character")]
    [InlineData("""{"text":"a\u001bb","amountRials":1}""", "text.control-character")]
    public async Task A_bad_text_is_named_with_its_field(string body, string code)
    {
        using var answer = await server.Officer.PostTextAsync("notes", body);
        await AssertMalformedAsync(answer, "text", code);
    }

    [Fact]
    public async Task A_field_in_another_case_is_not_the_field()
    {
        using var answer = await server.Officer.PostTextAsync("notes", """{"Text":"wrong case","amountRials":1}""");

        Assert.Equal(
            [("Text", "field.unknown"), ("text", "field.required")],
            (await ProblemBody.OfAsync(answer)).Errors!.Select(error => (error.Field, error.Code)));
    }

    [Fact]
    public async Task A_text_is_measured_after_trimming()
    {
        using var longest = await server.Officer.PostTextAsync("notes", $$"""{"text":"  {{new string('ی', 500)}}  ","amountRials":1}""");
        using var tooLong = await server.Officer.PostTextAsync("notes", $$"""{"text":"{{new string('ی', 501)}}","amountRials":1}""");

        Assert.Equal(HttpStatusCode.Created, longest.StatusCode);
        await AssertMalformedAsync(tooLong, "text", "text.too-long");
    }

    [Fact]
    public async Task All_errors_are_told_at_once()
    {
        using var answer = await server.Officer.PostTextAsync("notes", """{"text":7,"amountRials":0}""");
        var problem = await ProblemBody.OfAsync(answer);

        Assert.Equal(["text text.expected", "amountRials amount.out-of-range"], problem.Errors!.Select(error => $"{error.Field} {error.Code}"));
    }

    [Theory]
    [InlineData("", "body.empty")]
    [InlineData("null", "body.not-an-object")]
    [InlineData("[]", "body.not-an-object")]
    [InlineData("[{\"a\":1,\"a\":1}]", "body.not-an-object")]
    [InlineData("\"text\"", "body.not-an-object")]
    [InlineData("{", "body.not-json")]
    [InlineData("{\"text\":\"x\",}", "body.not-json")]
    [InlineData("{'text':'x'}", "body.not-json")]
    [InlineData("{\"text\":NaN}", "body.not-json")]
    [InlineData("{\"amountRials\":01}", "body.not-json")]
    [InlineData("{\"text\":\"x\"} trailing", "body.not-json")]
    [InlineData("text=x&amountRials=1", "body.not-json")]
    [InlineData("{\"text\":\"\\ud800\",\"amountRials\":1}", "body.not-json")]
    [InlineData("{\"\\udc00\":\"x\",\"amountRials\":1}", "body.not-json")]
    public async Task A_body_that_is_no_sound_json_object_is_refused(string body, string code)
    {
        foreach (var key in new[] { null, "a key" })
        {
            using var answer = await server.Officer.PostTextAsync("notes", body, key);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Equal(code, (await ProblemBody.OfAsync(answer)).Code);
        }
    }

    [Fact]
    public async Task Broken_utf8_is_refused()
    {
        var body = Encoding.UTF8.GetBytes("""{"text":"x_","amountRials":1}""");
        body[Array.IndexOf(body, (byte)'_')] = 0xC3;
        using var answer = await server.Officer.PostBytesAsync("notes", body, "a key");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("body.not-json", (await ProblemBody.OfAsync(answer)).Code);
    }

    [Fact]
    public async Task Another_kind_of_body_is_refused()
    {
        using var form = new StringContent("text=x", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await server.Officer.PostAsync(new Uri("notes", UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal("media-type.unsupported", (await ProblemBody.OfAsync(answer)).Code);
    }

    [Fact]
    public async Task Deep_nesting_is_refused()
    {
        var body = $$"""{"text":"x","amountRials":1,"deep":{{new string('[', 10_000)}}{{new string(']', 10_000)}}}""";
        using var answer = await server.Officer.PostTextAsync("notes", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("body.not-json", (await ProblemBody.OfAsync(answer)).Code);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_that_is_too_large_is_refused_also_when_it_does_not_say_its_size(bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "notes")
        {
            Content = new StringContent($$"""{"text":"x","amountRials":1,"more":"{{new string('x', 64 * 1024)}}"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = chunked;
        using var answer = await server.Officer.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("body.too-large", (await ProblemBody.OfAsync(answer)).Code);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("en", false)]
    [InlineData("de", false)]
    [InlineData("*", false)]
    [InlineData("fa", true)]
    [InlineData("fa-IR", true)]
    [InlineData("FA-ir,en;q=0.8", true)]
    [InlineData("en;q=0.5, fa;q=0.9", true)]
    [InlineData("en, fa;q=0.9", false)]
    [InlineData("de, fa;q=0.5", true)]
    [InlineData("not a language at all;;q=x", false)]
    public async Task Messages_are_persian_when_the_caller_prefers_it(string? languages, bool persian)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "notes") { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
        if (languages is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", languages);
        }

        using var answer = await server.Officer.SendAsync(request);
        var problem = await ProblemBody.OfAsync(answer);
        Assert.All([problem.Title, .. problem.Errors!.Select(error => error.Message)], text => Assert.Equal(persian, text.Any(c => c is >= 'آ' and <= 'ی')));
        Assert.Equal(["field.required", "field.required"], problem.Errors!.Select(error => error.Code));
    }

    private static async Task AssertMalformedAsync(HttpResponseMessage answer, string field, string code)
    {
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await ProblemBody.OfAsync(answer);
        Assert.Equal("request.malformed", problem.Code);
        var error = Assert.Single(problem.Errors!);
        Assert.Equal((field, code), (error.Field, error.Code));
    }

    public sealed class Server : IAsyncLifetime
    {
        private TestApplication _app = null!;

        public HttpClient Officer { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            _app = await TestApplication.StartAsync([TestModules.AlphaModule(), TestModules.BetaModule()]);
            Officer = _app.Client("officer-1", Roles.Officer);
        }

        public async Task DisposeAsync() => await _app.DisposeAsync();
    }
}
