using System.Net;
using LoanServicing.Host.Tests.Support;

namespace LoanServicing.Host.Tests;

/// <summary>Persian where <c>Accept-Language</c> asks for it, English otherwise; codes are the same in both.</summary>
[Collection(SharedProgramme.Name)]
public sealed class LanguageTests(SharedProgramme shared)
{
    private RunningProgramme Programme => shared.Programme;

    [Theory]
    [InlineData("fa", true)]
    [InlineData("fa-IR,en;q=0.5", true)]
    [InlineData("en;q=0.4, fa;q=0.9", true)]
    [InlineData("en, fa;q=0.9", false)]
    [InlineData("de", false)]
    public async Task RefusedField_SpeaksTheCallersLanguage(string accept, bool persian)
    {
        var officer = Speaking(accept);

        var reply = (await officer.SendAsync("applications", People.Application().With("nationalId", "1111111111"))).Expect(HttpStatusCode.BadRequest);

        Assert.Equal(["nationalId identity.national-id"], reply.Errors);
        Assert.Equal(persian, IsPersian((string)reply["title"]!));
        Assert.Equal(persian, IsPersian((string)reply["errors"][0]!["message"]!));
    }

    [Fact]
    public async Task Application_ExplainsItselfInPersian()
    {
        var journey = await LoanJourney.ApplyAsync(Programme, People.Application().With("incomeDecile", 9));
        await journey.UntilAsync("Ineligible");

        var state = (await Speaking("fa").ReadAsync(journey.Path)).Expect(HttpStatusCode.OK);

        Assert.True(IsPersian((string)state["reason"]!), state.Text);
        Assert.All(state["eligibility"]["rules"]!.AsArray(), rule => Assert.True(IsPersian((string)rule!["message"]!), rule.ToJsonString()));
        Assert.All(state["timeline"].AsArray(), entry => Assert.True(IsPersian((string)entry!["note"]!), entry.ToJsonString()));
        Assert.Equal("1405-09-01", (string)state["submittedOnPersian"]!);
    }

    [Fact]
    public async Task UnknownAddress_SpeaksPersianToo()
    {
        var reply = (await Speaking("fa").ReadAsync("nothing-here")).Expect(HttpStatusCode.NotFound);

        Assert.Equal("not-found", reply.Code);
        Assert.True(IsPersian((string)reply["title"]!), reply.Text);
    }

    private HttpClient Speaking(string accept)
    {
        var client = Programme.Application.Client("officer-1", "officer");
        client.DefaultRequestHeaders.Add("Accept-Language", accept);
        return client;
    }

    private static bool IsPersian(string text) => text.Any(letter => letter is >= '\u0600' and <= '\u06FF');
}
