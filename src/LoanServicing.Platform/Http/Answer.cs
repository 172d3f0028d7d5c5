namespace LoanServicing.Platform.Http;

/// <summary>What a command answers. A refusal rolls its unit of work back; any other answer is stored with the idempotency key.</summary>
public sealed record Answer(int Status, object? Body, string? Location, ApiProblem? Problem)
{
    public static Answer Ok(object body) => new(200, body, null, null);

    public static Answer Created(object body, string location) => new(201, body, location, null);

    public static Answer Accepted(object body) => new(202, body, null, null);

    public static Answer Refused(ApiProblem problem) => new(problem.Status, null, null, problem);

    /// <summary>Lets an endpoint write <c>return problem;</c>.</summary>
    public static implicit operator Answer(ApiProblem problem) => Refused(problem);
}
