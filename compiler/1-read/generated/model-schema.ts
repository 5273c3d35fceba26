// Made by schema/generate.mjs: change schema/ or models/cells/ and run `npm run generate`.
import type { Schema } from '../../json-schema/check-schema.ts';

/** What schema/model.schema.json demands. */
export const modelSchema: Schema = {
 "type": "object",
 "required": [
  "inputs",
  "layers",
  "outputs"
 ],
 "additionalProperties": false,
 "patternProperties": {
  "^x-": {
   "$ref": "#/definitions/ignored"
  }
 },
 "properties": {
  "name": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  },
  "description": {
   "type": "string",
   "maxLength": 10000
  },
  "seed": {
   "type": [
    "integer",
    "string"
   ],
   "maxLength": 1000
  },
  "unroll": {
   "type": [
    "integer",
    "string"
   ],
   "maxLength": 1000
  },
  "parameters": {
   "type": "object",
   "maxProperties": 1000,
   "additionalProperties": {
    "type": "number"
   }
  },
  "imports": {
   "type": "array",
   "maxItems": 100,
   "items": {
    "type": "string",
    "minLength": 1,
    "maxLength": 1000
   }
  },
  "inputs": {
   "type": "object",
   "minProperties": 1,
   "maxProperties": 1000,
   "additionalProperties": {
    "$ref": "#/definitions/input"
   }
  },
  "cells": {
   "type": "object",
   "maxProperties": 1000,
   "additionalProperties": {
    "$ref": "#/definitions/cell"
   }
  },
  "layers": {
   "type": "object",
   "minProperties": 1,
   "maxProperties": 10000,
   "additionalProperties": {
    "$ref": "#/definitions/layer"
   }
  },
  "data": {
   "type": "object",
   "required": [
    "source"
   ],
   "additionalProperties": false,
   "patternProperties": {
    "^x-": {
     "$ref": "#/definitions/ignored"
    }
   },
   "properties": {
    "source": {
     "type": [
      "string",
      "array",
      "object"
     ],
     "minLength": 1,
     "maxLength": 1000,
     "minItems": 1,
     "maxItems": 10000,
     "minProperties": 1,
     "maxProperties": 1000,
     "items": {
      "type": "string",
      "minLength": 1,
      "maxLength": 1000
     },
     "properties": {
      "train": {
       "$ref": "#/definitions/dataFiles"
      },
      "validation": {
       "$ref": "#/definitions/dataFiles"
      },
      "test": {
       "$ref": "#/definitions/dataFiles"
      },
      "task": {
       "$ref": "#/definitions/dataTask"
      }
     },
     "additionalProperties": {
      "type": "string",
      "minLength": 1,
      "maxLength": 1000
     }
    },
    "format": {
     "type": "string",
     "enum": [
      "csv",
      "json",
      "ndjson",
      "npy",
      "text",
      "brackets",
      "conllu",
      "nested"
     ]
    },
    "delimiter": {
     "type": "string",
     "minLength": 1,
     "maxLength": 1
    },
    "decimal": {
     "type": "string",
     "enum": [
      ".",
      ","
     ]
    },
    "header": {
     "type": "boolean"
    },
    "columns": {
     "type": "object",
     "maxProperties": 10000,
     "additionalProperties": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
       "type": {
        "type": "string",
        "enum": [
         "number",
         "category",
         "time",
         "text",
         "tree",
         "ignore"
        ]
       },
       "normalize": {
        "type": "string",
        "enum": [
         "standard",
         "minmax",
         "none"
        ]
       },
       "values": {
        "type": "array",
        "minItems": 1,
        "maxItems": 100000,
        "items": {
         "type": [
          "string",
          "number"
         ],
         "maxLength": 10000
        }
       }
      }
     }
    },
    "group": {
     "type": "string",
     "minLength": 1,
     "maxLength": 200
    },
    "windows": {
     "$ref": "#/definitions/dataWindows"
    },
    "feeds": {
     "type": "object",
     "minProperties": 1,
     "maxProperties": 1000,
     "additionalProperties": {
      "$ref": "#/definitions/dataFeed"
     }
    },
    "split": {
     "$ref": "#/definitions/dataSplit"
    },
    "vocabulary": {
     "$ref": "#/definitions/dataVocabulary"
    },
    "shuffle": {
     "type": "boolean"
    },
    "buckets": {
     "type": [
      "integer",
      "string"
     ],
     "minLength": 1,
     "maxLength": 1000
    },
    "bad_rows": {
     "type": "string",
     "enum": [
      "stop",
      "skip"
     ]
    }
   }
  },
  "training": {
   "type": "object",
   "additionalProperties": false,
   "patternProperties": {
    "^x-": {
     "$ref": "#/definitions/ignored"
    }
   },
   "properties": {
    "losses": {
     "type": "array",
     "minItems": 1,
     "maxItems": 1000,
     "items": {
      "type": "object",
      "required": [
       "type",
       "output"
      ],
      "additionalProperties": false,
      "properties": {
       "type": {
        "type": "string",
        "enum": [
         "cross_entropy",
         "soft_cross_entropy",
         "sigmoid_cross_entropy",
         "mse",
         "mae",
         "huber",
         "quantile",
         "gaussian_nll",
         "ctc",
         "l1",
         "l2"
        ]
       },
       "output": {
        "$ref": "#/definitions/reference"
       },
       "target": {
        "type": "string",
        "minLength": 1,
        "maxLength": 200
       },
       "weight": {
        "type": [
         "number",
         "string"
        ],
        "minLength": 1,
        "maxLength": 1000
       },
       "reduce": {
        "type": "string",
        "enum": [
         "mean",
         "sum",
         "batch"
        ]
       },
       "sample_weights": {
        "type": "string",
        "minLength": 1,
        "maxLength": 200
       },
       "delta": {
        "type": [
         "number",
         "string"
        ],
        "minLength": 1,
        "maxLength": 1000
       },
       "quantiles": {
        "type": "array",
        "minItems": 1,
        "maxItems": 1000,
        "items": {
         "type": [
          "number",
          "string"
         ],
         "minLength": 1,
         "maxLength": 1000
        }
       },
       "blank": {
        "type": [
         "integer",
         "string"
        ],
        "minLength": 1,
        "maxLength": 1000
       }
      }
     }
    },
    "optimizer": {
     "$ref": "#/definitions/trainingOptimizer"
    },
    "rate": {
     "$ref": "#/definitions/trainingRate"
    },
    "clip": {
     "type": [
      "string",
      "object"
     ],
     "minLength": 1,
     "maxLength": 64,
     "minProperties": 1,
     "maxProperties": 1,
     "additionalProperties": false,
     "properties": {
      "global_norm": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "norm": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "value": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      }
     }
    },
    "epochs": {
     "type": [
      "integer",
      "string"
     ],
     "minLength": 1,
     "maxLength": 1000
    },
    "batch": {
     "type": [
      "integer",
      "string"
     ],
     "minLength": 1,
     "maxLength": 1000
    },
    "frozen": {
     "type": "array",
     "maxItems": 10000,
     "items": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200
     }
    },
    "weight_penalty": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "l1": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "l2": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      }
     }
    },
    "average": {
     "type": [
      "number",
      "string"
     ],
     "minLength": 1,
     "maxLength": 1000
    },
    "carry": {
     "type": "boolean"
    },
    "remat": {
     "type": "boolean"
    },
    "early_stopping": {
     "type": [
      "string",
      "object"
     ],
     "minLength": 1,
     "maxLength": 64,
     "additionalProperties": false,
     "properties": {
      "patience": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "min_delta": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "monitor": {
       "type": "string",
       "minLength": 1,
       "maxLength": 200
      }
     }
    },
    "metrics": {
     "type": "array",
     "maxItems": 100,
     "items": {
      "type": [
       "string",
       "object"
      ],
      "minLength": 1,
      "maxLength": 64,
      "minProperties": 1,
      "maxProperties": 1,
      "additionalProperties": false,
      "properties": {
       "top_k": {
        "type": [
         "integer",
         "string"
        ],
        "minLength": 1,
        "maxLength": 1000
       }
      }
     }
    }
   }
  },
  "outputs": {
   "type": "object",
   "minProperties": 1,
   "maxProperties": 1000,
   "additionalProperties": {
    "$ref": "#/definitions/reference"
   }
  }
 },
 "definitions": {
  "ignored": {},
  "name": {
   "type": "string",
   "pattern": "^[A-Za-z][A-Za-z0-9_]*$",
   "maxLength": 64
  },
  "reference": {
   "type": "string",
   "minLength": 1,
   "maxLength": 1000
  },
  "size": {
   "type": [
    "integer",
    "string"
   ],
   "minLength": 1,
   "maxLength": 1000
  },
  "probability": {
   "type": [
    "number",
    "string"
   ],
   "minLength": 1,
   "maxLength": 1000
  },
  "functionName": {
   "type": "string",
   "minLength": 1,
   "maxLength": 1000
  },
  "equations": {
   "type": "string",
   "minLength": 1,
   "maxLength": 100000
  },
  "expression": {
   "type": "string",
   "minLength": 1,
   "maxLength": 10000
  },
  "condition": {
   "type": [
    "string",
    "boolean"
   ],
   "minLength": 1,
   "maxLength": 1000
  },
  "shape": {
   "type": "array",
   "maxItems": 4,
   "items": {
    "type": [
     "integer",
     "string"
    ],
    "minLength": 1,
    "maxLength": 1000
   }
  },
  "initializer": {
   "type": [
    "string",
    "object",
    "array"
   ],
   "minLength": 1,
   "maxLength": 64,
   "minProperties": 1,
   "maxProperties": 1,
   "additionalProperties": false,
   "properties": {
    "constant": {
     "$ref": "#/definitions/constant"
    },
    "uniform": {
     "$ref": "#/definitions/uniform"
    },
    "normal": {
     "$ref": "#/definitions/normal"
    },
    "truncated_normal": {
     "$ref": "#/definitions/normal"
    },
    "orthogonal": {
     "$ref": "#/definitions/gain"
    },
    "identity": {
     "$ref": "#/definitions/gain"
    }
   },
   "items": {
    "$ref": "#/definitions/initializerItem"
   }
  },
  "initializerItem": {
   "type": [
    "number",
    "string",
    "object",
    "array"
   ],
   "minLength": 1,
   "maxLength": 64,
   "minProperties": 1,
   "maxProperties": 1,
   "additionalProperties": false,
   "properties": {
    "constant": {
     "$ref": "#/definitions/constant"
    },
    "uniform": {
     "$ref": "#/definitions/uniform"
    },
    "normal": {
     "$ref": "#/definitions/normal"
    },
    "truncated_normal": {
     "$ref": "#/definitions/normal"
    },
    "orthogonal": {
     "$ref": "#/definitions/gain"
    },
    "identity": {
     "$ref": "#/definitions/gain"
    }
   },
   "items": {
    "$ref": "#/definitions/initializerItem"
   }
  },
  "constant": {
   "type": [
    "number",
    "string"
   ],
   "maxLength": 1000
  },
  "uniform": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "low": {
     "type": [
      "number",
      "string"
     ],
     "maxLength": 1000
    },
    "high": {
     "type": [
      "number",
      "string"
     ],
     "maxLength": 1000
    }
   }
  },
  "normal": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "mean": {
     "type": [
      "number",
      "string"
     ],
     "maxLength": 1000
    },
    "stddev": {
     "type": [
      "number",
      "string"
     ],
     "maxLength": 1000
    }
   }
  },
  "gain": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "gain": {
     "type": [
      "number",
      "string"
     ],
     "maxLength": 1000
    }
   }
  },
  "initializers": {
   "type": "object",
   "maxProperties": 1000,
   "additionalProperties": {
    "$ref": "#/definitions/initializer"
   }
  },
  "weights": {
   "type": "object",
   "maxProperties": 1000,
   "additionalProperties": {
    "type": "object",
    "required": [
     "shape"
    ],
    "additionalProperties": false,
    "properties": {
     "shape": {
      "$ref": "#/definitions/shape"
     },
     "init": {
      "$ref": "#/definitions/initializer"
     },
     "when": {
      "$ref": "#/definitions/condition"
     }
    }
   }
  },
  "input": {
   "type": "object",
   "additionalProperties": false,
   "patternProperties": {
    "^x-": {
     "$ref": "#/definitions/ignored"
    }
   },
   "properties": {
    "shape": {
     "type": "array",
     "minItems": 1,
     "maxItems": 6,
     "items": {
      "type": [
       "integer",
       "string"
      ],
      "minLength": 1,
      "maxLength": 1000
     }
    },
    "dtype": {
     "type": "string",
     "enum": [
      "float32",
      "int32"
     ]
    },
    "tree": {
     "type": "string",
     "minLength": 1,
     "maxLength": 64
    }
   }
  },
  "cell": {
   "type": "object",
   "required": [
    "inputs",
    "state",
    "equations",
    "output"
   ],
   "additionalProperties": false,
   "patternProperties": {
    "^x-": {
     "$ref": "#/definitions/ignored"
    }
   },
   "properties": {
    "description": {
     "type": "string",
     "maxLength": 1000
    },
    "children": {
     "type": [
      "string",
      "array"
     ],
     "minLength": 1,
     "maxLength": 200,
     "minItems": 1,
     "maxItems": 16,
     "items": {
      "type": "string",
      "minLength": 1,
      "maxLength": 64
     }
    },
    "parameters": {
     "type": "object",
     "maxProperties": 100,
     "additionalProperties": {
      "type": [
       "number",
       "boolean",
       "string"
      ],
      "minLength": 1,
      "maxLength": 1000
     }
    },
    "inputs": {
     "type": "object",
     "minProperties": 1,
     "maxProperties": 100,
     "additionalProperties": {
      "$ref": "#/definitions/shape"
     }
    },
    "state": {
     "type": "array",
     "minItems": 1,
     "maxItems": 100,
     "items": {
      "type": "object",
      "minProperties": 1,
      "maxProperties": 1,
      "additionalProperties": {
       "type": [
        "array",
        "object"
       ],
       "maxItems": 4,
       "items": {
        "type": [
         "integer",
         "string"
        ],
        "minLength": 1,
        "maxLength": 1000
       },
       "required": [
        "shape"
       ],
       "additionalProperties": false,
       "properties": {
        "shape": {
         "$ref": "#/definitions/shape"
        },
        "when": {
         "$ref": "#/definitions/condition"
        },
        "dropout": {
         "type": "boolean"
        }
       }
      }
     }
    },
    "weights": {
     "$ref": "#/definitions/weights"
    },
    "equations": {
     "$ref": "#/definitions/equations"
    },
    "output": {
     "$ref": "#/definitions/expression"
    },
    "padding": {
     "type": "string",
     "enum": [
      "zero",
      "previous"
     ]
    }
   }
  },
  "arguments": {
   "type": "object",
   "maxProperties": 100,
   "additionalProperties": {
    "type": [
     "number",
     "boolean",
     "string"
    ],
    "minLength": 1,
    "maxLength": 1000
   }
  },
  "wrap": {
   "type": "array",
   "maxItems": 16,
   "items": {
    "type": [
     "string",
     "object"
    ],
    "maxLength": 64,
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": false,
    "properties": {
     "dropout": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
       "rate": {
        "$ref": "#/definitions/probability"
       },
       "output_keep_prob": {
        "$ref": "#/definitions/probability"
       },
       "input_keep_prob": {
        "$ref": "#/definitions/probability"
       },
       "state_keep_prob": {
        "$ref": "#/definitions/probability"
       },
       "variational": {
        "enum": [
         true,
         false,
         "sample"
        ]
       }
      }
     },
     "zoneout": {
      "type": "object",
      "required": [
       "rate"
      ],
      "additionalProperties": false,
      "properties": {
       "rate": {
        "type": [
         "number",
         "string",
         "object"
        ],
        "minLength": 1,
        "maxLength": 1000,
        "minProperties": 1,
        "maxProperties": 100,
        "additionalProperties": {
         "$ref": "#/definitions/probability"
        }
       }
      }
     }
    }
   }
  },
  "cellEntry": {
   "type": [
    "string",
    "object"
   ],
   "minLength": 1,
   "maxLength": 200,
   "minProperties": 1,
   "maxProperties": 2,
   "properties": {
    "wrap": {
     "$ref": "#/definitions/wrap"
    }
   },
   "additionalProperties": {
    "$ref": "#/definitions/arguments"
   }
  },
  "layer": {
   "type": "object",
   "discriminator": {
    "propertyName": "type"
   },
   "oneOf": [
    {
     "$ref": "#/definitions/recurrentLayer"
    },
    {
     "$ref": "#/definitions/recursiveLayer"
    },
    {
     "$ref": "#/definitions/embeddingLayer"
    },
    {
     "$ref": "#/definitions/denseLayer"
    },
    {
     "$ref": "#/definitions/dropoutLayer"
    },
    {
     "$ref": "#/definitions/activationLayer"
    },
    {
     "$ref": "#/definitions/joinLayer"
    },
    {
     "$ref": "#/definitions/equationsLayer"
    },
    {
     "$ref": "#/definitions/overTimeLayer"
    }
   ]
  },
  "share": {
   "type": "string",
   "minLength": 1,
   "maxLength": 64
  },
  "recurrentLayer": {
   "type": "object",
   "required": [
    "type",
    "cell"
   ],
   "additionalProperties": false,
   "patternProperties": {
    "^x-": {
     "$ref": "#/definitions/ignored"
    }
   },
   "properties": {
    "type": {
     "type": "string",
     "const": "recurrent"
    },
    "input": {
     "$ref": "#/definitions/reference"
    },
    "inputs": {
     "type": "object",
     "minProperties": 1,
     "maxProperties": 100,
     "additionalProperties": {
      "$ref": "#/definitions/reference"
     }
    },
    "cell": {
     "type": [
      "string",
      "object",
      "array"
     ],
     "minLength": 1,
     "maxLength": 200,
     "minProperties": 1,
     "maxProperties": 2,
     "properties": {
      "wrap": {
       "$ref": "#/definitions/wrap"
      }
     },
     "additionalProperties": {
      "$ref": "#/definitions/arguments"
     },
     "minItems": 1,
     "maxItems": 256,
     "items": {
      "$ref": "#/definitions/cellEntry"
     }
    },
    "depth": {
     "type": [
      "integer",
      "string"
     ],
     "minLength": 1,
     "maxLength": 1000
    },
    "direction": {
     "type": "string",
     "enum": [
      "forward",
      "backward",
      "bidirectional"
     ]
    },
    "merge": {
     "type": "string",
     "enum": [
      "concat",
      "sum",
      "mul",
      "ave",
      "none"
     ]
    },
    "initial": {
     "type": [
      "string",
      "object"
     ],
     "minLength": 1,
     "maxLength": 1000,
     "minProperties": 1,
     "maxProperties": 1000,
     "additionalProperties": {
      "$ref": "#/definitions/reference"
     }
    },
    "wrap": {
     "$ref": "#/definitions/wrap"
    },
    "share": {
     "$ref": "#/definitions/share"
    },
    "init": {
     "$ref": "#/definitions/initializers"
    },
    "padding": {
     "type": "string",
     "enum": [
      "zero",
      "previous"
     ]
    }
   }
  },
  "recursiveLayer": {
   "type": "object",
   "required": [
    "type",
    "tree",
    "cell"
   ],
   "additionalProperties": false,
   "patternProperties": {
    "^x-": {
     "$ref": "#/definitions/ignored"
    }
   },
   "properties": {
    "type": {
     "type": "string",
     "const": "recursive"
    },
    "input": {
     "$ref": "#/definitions/reference"
    },
    "inputs": {
     "type": "object",
     "minProperties": 1,
     "maxProperties": 100,
     "additionalProperties": {
      "$ref": "#/definitions/reference"
     }
    },
    "tree": {
     "$ref": "#/definitions/reference"
    },
    "cell": {
     "type": [
      "string",
      "object",
      "array"
     ],
     "minLength": 1,
     "maxLength": 200,
     "minProperties": 1,
     "maxProperties": 2,
     "properties": {
      "wrap": {
       "$ref": "#/definitions/wrap"
      }
     },
     "additionalProperties": {
      "$ref": "#/definitions/arguments"
     },
     "minItems": 1,
     "maxItems": 256,
     "items": {
      "$ref": "#/definitions/cellEntry"
     }
    },
    "depth": {
     "type": [
      "integer",
      "string"
     ],
     "minLength": 1,
     "maxLength": 1000
    },
    "direction": {
     "type": "string",
     "enum": [
      "up",
      "down",
      "both"
     ]
    },
    "merge": {
     "type": "string",
     "enum": [
      "concat",
      "sum",
      "mul",
      "ave",
      "none"
     ]
    },
    "initial": {
     "type": [
      "string",
      "object"
     ],
     "minLength": 1,
     "maxLength": 1000,
     "minProperties": 1,
     "maxProperties": 1000,
     "additionalProperties": {
      "$ref": "#/definitions/reference"
     }
    },
    "wrap": {
     "$ref": "#/definitions/wrap"
    },
    "share": {
     "$ref": "#/definitions/share"
    },
    "init": {
     "$ref": "#/definitions/initializers"
    }
   }
  },
  "embeddingLayer": {
   "type": "object",
   "required": [
    "type",
    "input",
    "vocabulary",
    "units"
   ],
   "additionalProperties": false,
   "patternProperties": {
    "^x-": {
     "$ref": "#/definitions/ignored"
    }
   },
   "properties": {
    "type": {
     "type": "string",
     "const": "embedding"
    },
    "input": {
     "$ref": "#/definitions/reference"
    },
    "vocabulary": {
     "$ref": "#/definitions/size"
    },
    "units": {
     "$ref": "#/definitions/size"
    },
    "dropout": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "rate": {
       "$ref": "#/definitions/probability"
      },
      "output_keep_prob": {
       "$ref": "#/definitions/probability"
      }
     }
    },
    "share": {
     "$ref": "#/definitions/share"
    },
    "init": {
     "$ref": "#/definitions/initializers"
    }
   }
  },
  "denseLayer": {
   "type": "object",
   "required": [
    "type",
    "input",
    "units"
   ],
   "additionalProperties": false,
   "patternProperties": {
    "^x-": {
     "$ref": "#/definitions/ignored"
    }
   },
   "properties": {
    "type": {
     "type": "string",
     "const": "dense"
    },
    "input": {
     "$ref": "#/definitions/reference"
    },
    "units": {
     "$ref": "#/definitions/size"
    },
    "bias": {
     "type": "boolean"
    },
    "activation": {
     "$ref": "#/definitions/functionName"
    },
    "share": {
     "$ref": "#/definitions/share"
    },
    "init": {
     "$ref": "#/definitions/initializers"
    }
   }
  },
  "dropoutLayer": {
   "type": "object",
   "required": [
    "type",
    "input"
   ],
   "additionalProperties": false,
   "patternProperties": {
    "^x-": {
     "$ref": "#/definitions/ignored"
    }
   },
   "properties": {
    "type": {
     "type": "string",
     "const": "dropout"
    },
    "input": {
     "$ref": "#/definitions/reference"
    },
    "rate": {
     "$ref": "#/definitions/probability"
    },
    "output_keep_prob": {
     "$ref": "#/definitions/probability"
    },
    "variational": {
     "enum": [
      true,
      false,
      "sample"
     ]
    }
   }
  },
  "activationLayer": {
   "type": "object",
   "required": [
    "type",
    "input",
    "function"
   ],
   "additionalProperties": false,
   "patternProperties": {
    "^x-": {
     "$ref": "#/definitions/ignored"
    }
   },
   "properties": {
    "type": {
     "type": "string",
     "const": "activation"
    },
    "input": {
     "$ref": "#/definitions/reference"
    },
    "function": {
     "$ref": "#/definitions/functionName"
    }
   }
  },
  "joinLayer": {
   "type": "object",
   "required": [
    "type",
    "inputs"
   ],
   "additionalProperties": false,
   "patternProperties": {
    "^x-": {
     "$ref": "#/definitions/ignored"
    }
   },
   "properties": {
    "type": {
     "type": "string",
     "enum": [
      "concat",
      "add"
     ]
    },
    "inputs": {
     "type": "array",
     "minItems": 2,
     "maxItems": 1000,
     "items": {
      "$ref": "#/definitions/reference"
     }
    }
   }
  },
  "equationsLayer": {
   "type": "object",
   "required": [
    "type",
    "inputs",
    "equations",
    "output"
   ],
   "additionalProperties": false,
   "patternProperties": {
    "^x-": {
     "$ref": "#/definitions/ignored"
    }
   },
   "properties": {
    "type": {
     "type": "string",
     "const": "equations"
    },
    "inputs": {
     "type": "object",
     "minProperties": 1,
     "maxProperties": 100,
     "additionalProperties": {
      "$ref": "#/definitions/reference"
     }
    },
    "weights": {
     "$ref": "#/definitions/weights"
    },
    "equations": {
     "$ref": "#/definitions/equations"
    },
    "output": {
     "$ref": "#/definitions/expression"
    },
    "share": {
     "$ref": "#/definitions/share"
    },
    "init": {
     "$ref": "#/definitions/initializers"
    }
   }
  },
  "overTimeLayer": {
   "type": "object",
   "required": [
    "type",
    "input"
   ],
   "additionalProperties": false,
   "patternProperties": {
    "^x-": {
     "$ref": "#/definitions/ignored"
    }
   },
   "properties": {
    "type": {
     "type": "string",
     "enum": [
      "last",
      "mean",
      "max"
     ]
    },
    "input": {
     "$ref": "#/definitions/reference"
    }
   }
  },
  "dataFiles": {
   "type": [
    "string",
    "array",
    "object"
   ],
   "minLength": 1,
   "maxLength": 1000,
   "minItems": 1,
   "maxItems": 10000,
   "minProperties": 1,
   "maxProperties": 1000,
   "items": {
    "type": "string",
    "minLength": 1,
    "maxLength": 1000
   },
   "additionalProperties": {
    "type": "string",
    "minLength": 1,
    "maxLength": 1000
   }
  },
  "dataTask": {
   "type": "object",
   "minProperties": 1,
   "maxProperties": 1,
   "additionalProperties": false,
   "properties": {
    "adding": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "length": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "samples": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      }
     }
    },
    "reber": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "samples": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      }
     }
    },
    "copy": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "length": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "delay": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "symbols": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "samples": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      }
     }
    },
    "mackey_glass": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "tau": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "samples": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      }
     }
    },
    "list_operations": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "depth": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "arguments": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "longest": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "samples": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      }
     }
    },
    "waves": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "shortest": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "longest": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "noise": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "samples": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      }
     }
    }
   }
  },
  "dataWindows": {
   "type": "object",
   "required": [
    "width"
   ],
   "additionalProperties": false,
   "properties": {
    "width": {
     "type": [
      "integer",
      "string"
     ],
     "minLength": 1,
     "maxLength": 1000
    },
    "horizon": {
     "type": [
      "integer",
      "string"
     ],
     "minLength": 1,
     "maxLength": 1000
    },
    "stride": {
     "type": [
      "integer",
      "string"
     ],
     "minLength": 1,
     "maxLength": 1000
    }
   }
  },
  "dataFeed": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "columns": {
     "type": "array",
     "minItems": 1,
     "maxItems": 10000,
     "items": {
      "type": "string",
      "minLength": 1,
      "maxLength": 200
     }
    },
    "part": {
     "type": "string",
     "enum": [
      "window",
      "horizon",
      "next"
     ]
    },
    "tokens": {
     "type": "string",
     "enum": [
      "input",
      "next"
     ]
    }
   }
  },
  "dataSplit": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "train": {
     "type": [
      "number",
      "string"
     ],
     "minLength": 1,
     "maxLength": 1000
    },
    "validation": {
     "type": [
      "number",
      "string"
     ],
     "minLength": 1,
     "maxLength": 1000
    },
    "test": {
     "type": [
      "number",
      "string"
     ],
     "minLength": 1,
     "maxLength": 1000
    },
    "by": {
     "type": "string",
     "enum": [
      "order",
      "random"
     ]
    },
    "column": {
     "type": "string",
     "minLength": 1,
     "maxLength": 200
    },
    "at": {
     "type": "array",
     "minItems": 1,
     "maxItems": 2,
     "items": {
      "type": [
       "string",
       "number"
      ],
      "minLength": 1,
      "maxLength": 100
     }
    }
   }
  },
  "dataVocabulary": {
   "type": "object",
   "additionalProperties": false,
   "properties": {
    "of": {
     "type": "string",
     "enum": [
      "bytes",
      "characters",
      "words"
     ]
    },
    "size": {
     "type": [
      "integer",
      "string"
     ],
     "minLength": 1,
     "maxLength": 1000
    },
    "min_count": {
     "type": [
      "integer",
      "string"
     ],
     "minLength": 1,
     "maxLength": 1000
    },
    "unknown": {
     "type": [
      "string",
      "boolean"
     ],
     "minLength": 1,
     "maxLength": 100
    }
   }
  },
  "trainingOptimizer": {
   "type": [
    "string",
    "object"
   ],
   "minLength": 1,
   "maxLength": 64,
   "minProperties": 1,
   "maxProperties": 1,
   "properties": {
    "sgd": {
     "type": "object",
     "properties": {
      "weight_decay": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      }
     }
    },
    "momentum": {
     "type": "object",
     "properties": {
      "momentum": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "nesterov": {
       "type": "boolean"
      },
      "weight_decay": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "convention": {
       "type": "string",
       "enum": [
        "keras",
        "torch"
       ]
      }
     }
    },
    "adagrad": {
     "type": "object",
     "properties": {
      "initial": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "epsilon": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "weight_decay": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "convention": {
       "type": "string",
       "enum": [
        "keras",
        "torch"
       ]
      }
     }
    },
    "adadelta": {
     "type": "object",
     "properties": {
      "rho": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "epsilon": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "weight_decay": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      }
     }
    },
    "rmsprop": {
     "type": "object",
     "properties": {
      "rho": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "momentum": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "centered": {
       "type": "boolean"
      },
      "epsilon": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "weight_decay": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "convention": {
       "type": "string",
       "enum": [
        "keras",
        "torch",
        "tf1"
       ]
      }
     }
    },
    "adam": {
     "type": "object",
     "properties": {
      "beta1": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "beta2": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "epsilon": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "weight_decay": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "convention": {
       "type": "string",
       "enum": [
        "keras",
        "torch"
       ]
      }
     }
    },
    "adamw": {
     "type": "object",
     "properties": {
      "beta1": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "beta2": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "epsilon": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "weight_decay": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "convention": {
       "type": "string",
       "enum": [
        "keras",
        "torch"
       ]
      }
     }
    },
    "nadam": {
     "type": "object",
     "properties": {
      "beta1": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "beta2": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "epsilon": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "weight_decay": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "convention": {
       "type": "string",
       "enum": [
        "keras",
        "torch"
       ]
      }
     }
    }
   }
  },
  "trainingRate": {
   "type": [
    "number",
    "string",
    "object"
   ],
   "minLength": 1,
   "maxLength": 1000,
   "minProperties": 1,
   "maxProperties": 1,
   "additionalProperties": false,
   "properties": {
    "step_decay": {
     "type": "object",
     "required": [
      "every"
     ],
     "additionalProperties": false,
     "properties": {
      "start": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "factor": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "every": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "unit": {
       "type": "string",
       "enum": [
        "step",
        "epoch"
       ]
      }
     }
    },
    "exponential": {
     "type": "object",
     "required": [
      "factor"
     ],
     "additionalProperties": false,
     "properties": {
      "start": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "factor": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "every": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "unit": {
       "type": "string",
       "enum": [
        "step",
        "epoch"
       ]
      }
     }
    },
    "cosine": {
     "type": "object",
     "required": [
      "length"
     ],
     "additionalProperties": false,
     "properties": {
      "start": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "floor": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "length": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "unit": {
       "type": "string",
       "enum": [
        "step",
        "epoch"
       ]
      }
     }
    },
    "halve_after_epoch": {
     "type": "object",
     "required": [
      "after"
     ],
     "additionalProperties": false,
     "properties": {
      "start": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "after": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "factor": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      }
     }
    },
    "reduce_on_plateau": {
     "type": "object",
     "additionalProperties": false,
     "properties": {
      "start": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "factor": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "patience": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "min_delta": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "cooldown": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "floor": {
       "type": [
        "number",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      }
     }
    },
    "warm_up": {
     "type": "object",
     "required": [
      "length"
     ],
     "additionalProperties": false,
     "properties": {
      "length": {
       "type": [
        "integer",
        "string"
       ],
       "minLength": 1,
       "maxLength": 1000
      },
      "unit": {
       "type": "string",
       "enum": [
        "step",
        "epoch"
       ]
      },
      "then": {
       "$ref": "#/definitions/trainingRate"
      }
     }
    }
   }
  },
  "cellFile": {
   "type": "object",
   "required": [
    "cells"
   ],
   "additionalProperties": false,
   "patternProperties": {
    "^x-": {
     "$ref": "#/definitions/ignored"
    }
   },
   "properties": {
    "description": {
     "type": "string",
     "maxLength": 10000
    },
    "imports": {
     "type": "array",
     "maxItems": 100,
     "items": {
      "type": "string",
      "minLength": 1,
      "maxLength": 1000
     }
    },
    "cells": {
     "type": "object",
     "minProperties": 1,
     "maxProperties": 1000,
     "additionalProperties": {
      "$ref": "#/definitions/cell"
     }
    }
   }
  }
 }
};
