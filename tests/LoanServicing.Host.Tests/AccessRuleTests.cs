using System.Net;
using LoanServicing.Host.Tests.Support;
using LoanServicing.Platform.Http;

namespace LoanServicing.Host.Tests;

/// <summary>Every address has a rule about who may call it, and keeps it.</summary>
[Collection(SharedProgramme.Name)]
public sealed class AccessRuleTests(SharedProgramme shared)
{
    /// <summary>The closed list of what anybody may call (contract.md). <c>/dev/*</c> exists in Development only.</summary>
    private static readonly string[] ForAnyone =
    [
        "GET /health/live", "GET /health/ready", "GET /openapi/{documentName}.json",
        "POST /api/v1/dev/clock", "POST /api/v1/dev/tokens", "POST /api/v1/quotes",
    ];

    private IReadOnlyList<Route> Routes => Route.Of(shared.Programme.Application);

    [Fact]
    public void EveryEndpoint_HasARule_ExceptAClosedList() =>
        Assert.Equal(ForAnyone, Routes.Where(route => route.Roles is null).Select(route => route.Name));

    [Fact]
    public void EveryRule_NamesRolesThatExist() =>
        Assert.All(Routes.Where(route => route.Roles is not null), route =>
        {
            Assert.NotEmpty(route.Roles!);
            Assert.Empty(route.Roles!.Except(Roles.All));
        });

    [Fact]
    public async Task WithoutAToken_EveryEndpointWithARule_Answers401()
    {
        var anonymous = shared.Programme.Application.Anonymous();
        foreach (var route in Routes.Where(route => route.Roles is not null))
        {
            var reply = await CallAsync(anonymous, route);
            Assert.True(reply is { Status: HttpStatusCode.Unauthorized, Code: "auth.required" }, $"{route.Name}: {reply.Text}");
        }
    }

    [Fact]
    public async Task WithEveryOtherRole_EveryEndpointWithARule_Answers403()
    {
        foreach (var route in Routes.Where(route => route.Roles is not null))
        {
            var others = Roles.All.Except(route.Roles!).ToArray();
            if (others.Length > 0)
            {
                var reply = await CallAsync(shared.Programme.Application.Client("somebody", others), route);
                Assert.True(reply is { Status: HttpStatusCode.Forbidden, Code: "auth.forbidden" }, $"{route.Name}: {reply.Text}");
            }
        }
    }

    [Theory]
    [InlineData("not.a.token")]
    [InlineData("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJvZmZpY2VyLTEiLCJyb2xlcyI6Im9mZmljZXIifQ.")]
    public async Task TokenThatNobodyIssued_Answers401(string token)
    {
        var client = shared.Programme.Application.Anonymous();
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {token}");

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.ReadAsync("applications")).Status);
    }

    private static Task<Reply> CallAsync(HttpClient client, Route route) =>
        route.Method == "GET" ? client.ReadAsync(route.Address) : client.SendAsync(route.Address);
}
