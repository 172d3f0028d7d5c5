using System.Net;

namespace LoanServicing.Platform.Tests.Http;

/// <summary>A field that a body has twice: nobody can tell which of the values was meant.</summary>
public sealed class DuplicateFieldTests(BadInputTests.Server server) : IClassFixture<BadInputTests.Server>
{
    [Theory]
    [InlineData("""{"text":"x","amountRials":1,"amountRials":2}""", "amountRials")]
    [InlineData("""{"text":"x","amountRials":1,"amountRials":1,"\u0074ext":"x","amountRials":1}""", "amountRials text")]
    [InlineData("""{"inner":{"a":1,"b":2,"a":1}}""", "inner.a")]
    [InlineData("""{"list":[{"a":1},{"b":{"a":1,"a":2}},[{"c":1,"c":1}]]}""", "list[1].b.a list[2][0].c")]
    public async Task A_field_that_is_there_twice_is_named_with_its_place(string body, string fields)
    {
        using var answer = await server.Officer.PostTextAsync("notes", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await ProblemBody.OfAsync(answer);
        Assert.Equal("request.malformed", problem.Code);
        Assert.Equal(fields.Split(' ').Select(field => (field, "field.duplicate")), problem.Errors!.Select(error => (error.Field, error.Code)));
        Assert.All(problem.Errors!, error => Assert.Contains(error.Field.Split('.')[^1], error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_long_fields_that_are_there_twice_are_answered_shortly()
    {
        var twice = string.Join(',', Enumerable.Range(0, 400).Select(number => $"\"{number:000}{new string('x', 70)}\":1"));
        using var answer = await server.Officer.PostTextAsync("notes", $"{{{twice},{twice}}}");

        Assert.Equal(20, (await ProblemBody.OfAsync(answer)).Errors!.Count);
        Assert.InRange((await answer.Content.ReadAsStringAsync()).Length, 1, 10_000);
    }
}
