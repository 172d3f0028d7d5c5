using System.Net;
using System.Net.Http.Json;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Http;
using LoanServicing.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace LoanServicing.Platform.Tests.Http;

public sealed class AccessTests
{
    [Fact]
    public async Task Every_endpoint_has_a_rule_or_is_open_by_decision()
    {
        await using var app = await StartAsync();

        Assert.Empty(EndpointRules.WithoutRule(app.App));
        Assert.Empty(await EndpointRules.AnsweringWithoutTokenAsync(app));
    }

    [Fact]
    public async Task An_endpoint_without_a_rule_is_named()
    {
        await using var app = await TestApplication.StartAsync([TestModules.AlphaModule(api =>
        {
            api.MapGet("/forgotten/{id}", (string id) => id);
            api.MapDelete("/forgotten/{id}", (string id) => id).Allow("janitor");
        })]);

        Assert.Equal(["DELETE /api/v1/forgotten/{id}", "GET /api/v1/forgotten/{id}"], EndpointRules.WithoutRule(app.App).Order(StringComparer.Ordinal));
        Assert.Equal(["GET /api/v1/forgotten/{id}"], await EndpointRules.AnsweringWithoutTokenAsync(app));
    }

    [Fact]
    public async Task Tokens_and_roles_decide()
    {
        await using var app = await StartAsync();
        var note = new NoteRequest("x", 1);

        using var nobody = await app.Anonymous().PostAsJsonAsync("notes", note);
        await AssertAsync(nobody, HttpStatusCode.Unauthorized, "auth.required");
        using var wrongRole = await app.Client("a", Roles.Auditor).PostAsJsonAsync("notes", note);
        await AssertAsync(wrongRole, HttpStatusCode.Forbidden, "auth.forbidden");
        using var noSubject = await app.Client("", Roles.Officer).PostAsJsonAsync("notes", note);
        await AssertAsync(noSubject, HttpStatusCode.Unauthorized, "auth.required");
        using var several = await app.Client("b", [Roles.Auditor, Roles.Officer]).PostAsJsonAsync("notes", note);
        Assert.Equal(HttpStatusCode.Created, several.StatusCode);
        Assert.Equal(1, await app.Database(TestModules.Alpha).CountAsync("note"));
    }

    [Fact]
    public async Task A_401_names_the_scheme_that_it_asks_for()
    {
        await using var app = await StartAsync();
        using var answer = await app.Anonymous().PostAsJsonAsync("notes", new NoteRequest("x", 1));

        Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).ToString());
    }

    [Theory]
    [InlineData("/nothing", HttpStatusCode.NotFound, "not-found")]
    [InlineData("/api/v1/nothing", HttpStatusCode.NotFound, "not-found")]
    [InlineData("/api/v1/notes", HttpStatusCode.MethodNotAllowed, "method.not-allowed")]
    public async Task An_unknown_address_or_method_is_a_problem_with_a_code(string path, HttpStatusCode status, string code)
    {
        await using var app = await StartAsync();
        using var answer = await app.Anonymous().GetAsync(path);

        await AssertAsync(answer, status, code);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task The_clock_is_set_only_where_the_business_date_is_owned()
    {
        await using var elsewhere = await TestApplication.StartAsync([TestModules.BetaModule()]);

        using var clock = await elsewhere.Anonymous().PostAsJsonAsync("dev/clock", new { date = "2026-11-22" });
        using var token = await elsewhere.Anonymous().PostAsJsonAsync("dev/tokens", new { subject = "officer-1", roles = new[] { "officer" } });

        await AssertAsync(clock, HttpStatusCode.NotFound, "not-found");
        Assert.Equal(HttpStatusCode.OK, token.StatusCode);
    }

    [Fact]
    public async Task A_token_that_is_old_or_of_another_key_is_none()
    {
        await using var app = await StartAsync();
        await using var other = await StartAsync();
        var tokens = (DevelopmentTokens)app.Services.GetService(typeof(DevelopmentTokens))!;
        var caller = new Caller("officer-1", [Roles.Officer], []);
        var now = SystemClock.Instance.GetCurrentInstant();
        var good = tokens.Issue(caller, now);
        var old = tokens.Issue(caller, now - DevelopmentTokens.Lifetime - Duration.FromHours(1));

        Assert.Equal(HttpStatusCode.Created, await PostAsync(app, good));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(app, old));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(other, good));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(app, good[..^4] + "AAAA"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(app, "nonsense"));
    }

    [Fact]
    public async Task A_token_outlives_a_restart()
    {
        using var folder = new TestFolder();
        string token;
        await using (var before = await StartAsync(folder.Path))
        {
            using var issued = await before.Anonymous().PostAsJsonAsync("dev/tokens", new { subject = "officer-1", roles = new[] { "officer" }, counties = new[] { "ری" } });
            token = (await issued.Content.ReadFromJsonAsync<TokenIssued>())!.Token;
        }

        await using var after = await StartAsync(folder.Path);
        Assert.Equal(HttpStatusCode.Created, await PostAsync(after, token));
    }

    [Theory]
    [InlineData("""{"subject":"a","roles":["emperor"]}""")]
    [InlineData("""{"subject":"","roles":["officer"]}""")]
    [InlineData("""{"subject":"a","roles":"officer"}""")]
    [InlineData("""{"subject":"a","roles":["officer"],"counties":[5]}""")]
    public async Task A_bad_request_for_a_token_is_refused(string body)
    {
        await using var app = await StartAsync();
        using var answer = await app.Anonymous().PostTextAsync("dev/tokens", body);

        await AssertAsync(answer, HttpStatusCode.BadRequest, "request.malformed");
    }

    [Fact]
    public async Task Outside_development_there_are_no_development_endpoints()
    {
        await using var app = await TestApplication.StartAsync(
            [TestModules.AlphaModule()],
            new() { Environment = "Production", Settings = { ["Authentication:Authority"] = "https://issuer.example" } });

        foreach (var address in new[] { "dev/tokens", "dev/clock" })
        {
            using var answer = await app.Anonymous().PostTextAsync(address, "{}");
            await AssertAsync(answer, HttpStatusCode.NotFound, "not-found");
        }
    }

    [Fact]
    public async Task Outside_development_an_issuer_must_be_named()
    {
        var refusal = await Assert.ThrowsAsync<StartupException>(
            () => TestApplication.StartAsync([TestModules.AlphaModule()], new() { Environment = "Production" }));

        Assert.Contains("Authentication:Authority", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_exist_is_a_problem_too()
    {
        await using var app = await StartAsync();
        using var nowhere = await app.Anonymous().GetAsync("nowhere");
        await AssertAsync(nowhere, HttpStatusCode.NotFound, "not-found");
        using var method = await app.Anonymous().GetAsync("notes");
        await AssertAsync(method, HttpStatusCode.MethodNotAllowed, "method.not-allowed");
    }

    private static Task<TestApplication> StartAsync(string? folder = null) =>
        TestApplication.StartAsync([TestModules.AlphaModule(), TestModules.BetaModule()], new() { Folder = folder });

    private static async Task<HttpStatusCode> PostAsync(TestApplication app, string token)
    {
        var client = app.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.PostAsJsonAsync("notes", new NoteRequest("x", 1));
        return answer.StatusCode;
    }

    private static async Task AssertAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(code, (await ProblemBody.OfAsync(answer)).Code);
    }
}
